// Reads many streams at once, to their ends, and says in one line of JSON what came.
//
//   paced_client PORT PATH BODY_FILE CONNECTIONS STREAMS_PER_CONNECTION SPREAD_US
//
// The connections start spread over SPREAD_US, so that events arrive one by one at the proxy and not in step. Unlike
// wrk it stops after a number of streams and cuts none, so that every stream it counts has a ledger row and no other.
#include "stream.h"

typedef struct {
    int fd;
    int streams_left;
    enum { STATUS_LINE, HEADERS, SIZE, DATA, DATA_END, TRAILER } state;
    char line[512];
    size_t line_length;
    int64_t chunk_left;
    int status;
    bool chunked, started;
    unsigned match;  // how much of "\ndata:" has been seen
} Connection;

static char request[262144];
static size_t request_length;
static int poller, running;
static int64_t streams, events, non_2xx, errors;

static void finish(Connection *connection, bool failed) {
    if (connection->fd < 0) return;
    if (failed) errors++;
    close(connection->fd);
    connection->fd = -1;
    running--;
}

static void send_request(Connection *connection) {
    connection->state = STATUS_LINE;
    connection->line_length = 0;
    connection->chunked = false;
    connection->match = 1;  // the body's start counts as the start of a line
    if (send(connection->fd, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length)
        finish(connection, true);
}

static void count_events(Connection *connection, const char *bytes, size_t length) {
    static const char pattern[] = "\ndata:";
    for (size_t index = 0; index < length; index++) {
        if (bytes[index] == pattern[connection->match]) {
            if (++connection->match == sizeof pattern - 1) {
                events++;
                connection->match = 0;
            }
        } else {
            connection->match = bytes[index] == '\n';
        }
    }
}

static void stream_ended(Connection *connection) {
    streams++;
    if (connection->status < 200 || connection->status > 299) non_2xx++;
    if (--connection->streams_left > 0) send_request(connection);
    else finish(connection, false);
}

// One line of head, chunk size or trailer. False when it cannot be understood.
static bool line_read(Connection *connection) {
    char *line = connection->line;
    line[connection->line_length] = 0;
    connection->line_length = 0;
    switch (connection->state) {
        case STATUS_LINE:
            connection->state = HEADERS;
            return sscanf(line, "HTTP/1.1 %d", &connection->status) == 1;
        case HEADERS:
            if (strcasestr(line, "transfer-encoding: chunked")) connection->chunked = true;
            if (line[0]) return true;
            connection->state = SIZE;
            return connection->chunked;
        case SIZE:
            connection->chunk_left = strtoll(line, NULL, 16);
            connection->state = connection->chunk_left ? DATA : TRAILER;
            return true;
        case DATA_END:
            connection->state = SIZE;
            return !line[0];
        case TRAILER:
            if (!line[0]) stream_ended(connection);
            return true;
        default: return false;
    }
}

static void readable(Connection *connection) {
    char bytes[65536];
    ssize_t count = recv(connection->fd, bytes, sizeof bytes, 0);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) {
        finish(connection, true);
        return;
    }
    for (size_t index = 0; index < (size_t)count && connection->fd >= 0;) {
        if (connection->state == DATA) {
            size_t here = (size_t)count - index;
            if ((int64_t)here > connection->chunk_left) here = (size_t)connection->chunk_left;
            count_events(connection, bytes + index, here);
            connection->chunk_left -= (int64_t)here;
            index += here;
            if (connection->chunk_left == 0) connection->state = DATA_END;
            continue;
        }
        char byte = bytes[index++];
        if (byte == '\r') continue;
        if (byte != '\n') {
            if (connection->line_length < sizeof connection->line - 1)
                connection->line[connection->line_length++] = byte;
        } else if (!line_read(connection)) {
            finish(connection, true);
        }
    }
}

int main(int count, char **arguments) {
    if (count != 7) {
        fprintf(stderr, "usage: paced_client PORT PATH BODY_FILE CONNECTIONS STREAMS_PER_CONNECTION SPREAD_US\n");
        return 64;
    }
    int port = atoi(arguments[1]), connections = atoi(arguments[4]), each = atoi(arguments[5]);
    int64_t spread = atoll(arguments[6]) * 1000;
    signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();

    FILE *file = fopen(arguments[3], "r");
    if (!file) die(arguments[3]);
    static char body[200000];
    size_t body_length = fread(body, 1, sizeof body, file);
    fclose(file);
    request_length = (size_t)snprintf(
        request, sizeof request,
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
        "Authorization: Bearer sk-bench\r\nContent-Length: %zu\r\n\r\n%.*s",
        arguments[2], port, body_length, (int)body_length, body);

    Connection *all = calloc((size_t)connections, sizeof *all);
    poller = epoll_create1(0);
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    if (!all || poller < 0 || timer < 0) die("epoll or timerfd");
    struct epoll_event interest = {.events = EPOLLIN, .data.ptr = &timer};
    epoll_ctl(poller, EPOLL_CTL_ADD, timer, &interest);
    struct sockaddr_in address = loopback(port);
    int yes = 1, begun = 0;
    for (int index = 0; index < connections; index++) {
        all[index] = (Connection){.fd = socket(AF_INET, SOCK_STREAM, 0), .streams_left = each};
        if (all[index].fd < 0) die("socket");
        if (connect(all[index].fd, (struct sockaddr *)&address, sizeof address) != 0) die("connect");
        setsockopt(all[index].fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        fcntl(all[index].fd, F_SETFL, O_NONBLOCK);
        interest.data.ptr = &all[index];
        epoll_ctl(poller, EPOLL_CTL_ADD, all[index].fd, &interest);
        running++;
    }
    int64_t start = now_ns();
    arm(timer, start);

    struct epoll_event ready[512];
    while (running > 0) {
        int found = epoll_wait(poller, ready, 512, 30000);
        if (found < 0 && errno != EINTR) die("epoll_wait");
        if (found == 0) {
            fprintf(stderr, "paced_client: nothing came for 30 s, %d streams open\n", running);
            errors += running;
            break;
        }
        for (int index = 0; index < found; index++) {
            if (ready[index].data.ptr != &timer) {
                Connection *connection = ready[index].data.ptr;
                if (connection->fd >= 0) readable(connection);
                continue;
            }
            int64_t now = now_ns();
            uint64_t expirations;
            if (read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) die("timerfd read");
            while (begun < connections && start + spread * begun / connections <= now) {
                if (all[begun].fd >= 0) send_request(&all[begun]);
                begun++;
            }
            if (begun < connections) arm(timer, start + spread * begun / connections);
        }
    }
    printf("{\"streams\":%lld,\"events\":%lld,\"non_2xx\":%lld,\"errors\":%lld,\"seconds\":%.3f}\n", (long long)streams,
           (long long)events, (long long)non_2xx, (long long)errors, (double)(now_ns() - start) / 1e9);
    return 0;
}
