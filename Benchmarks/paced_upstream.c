// A provider that streams slowly: one server-sent event every INTERVAL_US, each in one write of its own, as chunked
// OpenAI chat completion chunks. nginx can serve a stream in one burst only; this is the other half of the benchmark.
//
//   paced_upstream PORT EVENTS INTERVAL_US
//
// Any POST is answered; connections are kept alive. Prints "ready" when it listens. One thread: all streams have the
// same interval, so the deadlines are a queue in order, and one timer is enough.
#include "stream.h"

enum { HEAD_MAX = 32768 };

typedef struct Connection {
    int fd;
    char head[HEAD_MAX];
    size_t head_length;
    int64_t body_left;  // bytes of the request's body still to come; -1 while the head is being read
    int sent;           // events sent of the running stream; -1 while none runs
    int64_t due;
    struct Connection *next;
    bool queued, closed;
} Connection;

static int poller, timer, events_per_stream;
static int64_t interval;
static Connection *first, *last;

static const char HEAD[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-cache\r\n"
    "x-request-id: req_paced\r\nTransfer-Encoding: chunked\r\n\r\n";
static const char CONTENT[] =
    "data: {\"id\":\"chatcmpl-paced\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
    "\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\","
    "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n";
static const char FINISH[] =
    "data: {\"id\":\"chatcmpl-paced\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
    "\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\","
    "\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\n";
static const char USAGE[] =
    "data: {\"id\":\"chatcmpl-paced\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
    "\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\","
    "\"choices\":[],\"usage\":{\"prompt_tokens\":220,\"completion_tokens\":100,\"total_tokens\":320,"
    "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
    "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0}}}\n\n";
static const char DONE[] = "data: [DONE]\n\n";

static void enqueue(Connection *connection, int64_t due) {
    connection->due = due;
    connection->next = NULL;
    connection->queued = true;
    if (last) last->next = connection; else first = connection;
    last = connection;
}

static void hang_up(Connection *connection) {
    if (connection->closed) return;
    close(connection->fd);
    connection->closed = true;
    if (!connection->queued) free(connection);  // else the queue frees it when its turn comes
}

static bool write_all(Connection *connection, const char *bytes, size_t length) {
    // A stream is a few hundred bytes an interval: when the socket's buffer is full the reader has gone astray.
    ssize_t written = send(connection->fd, bytes, length, MSG_NOSIGNAL);
    return written == (ssize_t)length;
}

// Sends the stream's next event, in one write. False when the connection is gone.
static bool send_event(Connection *connection) {
    char out[2048];
    int number = connection->sent, length = 0;
    const char *payload = number < events_per_stream        ? CONTENT
                          : number == events_per_stream     ? FINISH
                          : number == events_per_stream + 1 ? USAGE
                                                            : DONE;
    if (number == 0) length = snprintf(out, sizeof out, "%s", HEAD);
    bool ends = payload == DONE;
    length += snprintf(out + length, sizeof out - (size_t)length, "%zx\r\n%s\r\n%s", strlen(payload), payload,
                       ends ? "0\r\n\r\n" : "");
    if (!write_all(connection, out, (size_t)length)) return false;
    connection->sent = ends ? -1 : number + 1;
    return true;
}

static void start_stream(Connection *connection) {
    connection->head_length = 0;
    connection->body_left = -1;
    connection->sent = 0;
    if (!connection->queued) enqueue(connection, now_ns() + interval);
    if (first == connection) arm(timer, connection->due);
}

// Reads what has come; answers when a request is complete. Requests are not pipelined.
static void readable(Connection *connection) {
    char bytes[65536];
    for (;;) {
        ssize_t count = recv(connection->fd, bytes, sizeof bytes, 0);
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) {
            hang_up(connection);
            return;
        }
        size_t offset = 0;
        if (connection->body_left < 0) {
            size_t room = HEAD_MAX - 1 - connection->head_length;
            size_t taken = (size_t)count < room ? (size_t)count : room;
            memcpy(connection->head + connection->head_length, bytes, taken);
            size_t before = connection->head_length;
            connection->head_length += taken;
            connection->head[connection->head_length] = 0;
            char *end = strstr(connection->head, "\r\n\r\n");
            if (!end) {
                if (connection->head_length < HEAD_MAX - 1) continue;
                hang_up(connection);
                return;
            }
            *end = 0;
            char *length = strcasestr(connection->head, "\r\ncontent-length:");
            if (!length) {
                fprintf(stderr, "paced_upstream: a request without Content-Length\n");
                hang_up(connection);
                return;
            }
            connection->body_left = atoll(length + 17);
            offset = (size_t)(end + 4 - connection->head) - before;
        }
        connection->body_left -= (int64_t)((size_t)count - offset);
        if (connection->body_left <= 0) start_stream(connection);
    }
}

static void serve_due(void) {
    uint64_t expirations;
    if (read(timer, &expirations, sizeof expirations) < 0 && errno != EAGAIN) die("timerfd read");
    int64_t now = now_ns();
    while (first && first->due <= now) {
        Connection *connection = first;
        first = connection->next;
        if (!first) last = NULL;
        connection->queued = false;
        if (connection->closed) {
            free(connection);
        } else if (!send_event(connection)) {
            hang_up(connection);
        } else if (connection->sent >= 0) {
            enqueue(connection, connection->due + interval > now ? connection->due + interval : now);
        }
    }
    if (first) arm(timer, first->due);
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: paced_upstream PORT EVENTS INTERVAL_US\n");
        return 64;
    }
    int port = atoi(arguments[1]), yes = 1;
    events_per_stream = atoi(arguments[2]);
    interval = atoll(arguments[3]) * 1000;
    signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();

    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = loopback(port);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0) die("bind");
    if (listen(listener, 4096) != 0) die("listen");
    poller = epoll_create1(0);
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    if (poller < 0 || timer < 0) die("epoll or timerfd");
    struct epoll_event interest = {.events = EPOLLIN, .data.ptr = &listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &interest);
    interest.data.ptr = &timer;
    epoll_ctl(poller, EPOLL_CTL_ADD, timer, &interest);
    printf("ready\n");
    fflush(stdout);

    struct epoll_event ready[512];
    for (;;) {
        int found = epoll_wait(poller, ready, 512, -1);
        if (found < 0 && errno != EINTR) die("epoll_wait");
        bool due = false;
        for (int index = 0; index < found; index++) {
            void *source = ready[index].data.ptr;
            if (source == &timer) {
                due = true;  // after the sockets, so that no connection is freed under a pending event
            } else if (source == &listener) {
                int fd;
                while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                    Connection *connection = calloc(1, sizeof *connection);
                    if (!connection) die("calloc");
                    *connection = (Connection){.fd = fd, .body_left = -1, .sent = -1};
                    struct epoll_event both = {.events = EPOLLIN | EPOLLRDHUP, .data.ptr = connection};
                    epoll_ctl(poller, EPOLL_CTL_ADD, fd, &both);
                }
            } else {
                readable(source);
            }
        }
        if (due) serve_due();
    }
}
