import Foundation
import NIOCore
import NIOHTTP1

/// One connection of a client: reads requests, plays the answers, keeps the record.
///
/// Not `Sendable`: lives on its channel's event loop.
final class SimulatorConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private struct Exchange {
        let head: HTTPRequestHead
        var playback: Playback
        var record: CallRecord
        var keepAlive: Bool
        var timer: Scheduled<Void>?
        var waitsForRoom = false
    }

    private let answering: Answering
    private let log: CallLog?
    private let bodyLimit: Int
    private var head: HTTPRequestHead?
    private var body: ByteBuffer?
    private var bodyBytes = 0
    private var exchange: Exchange?

    init(answering: Answering, log: CallLog?, bodyLimit: Int) {
        self.answering = answering
        self.log = log
        self.bodyLimit = bodyLimit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = nil
            bodyBytes = 0
            if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
                context.writeAndFlush(
                    wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
            }
        case .body(var part):
            bodyBytes += part.readableBytes
            guard bodyBytes <= bodyLimit else { return }
            if body == nil { body = part } else { body?.writeBuffer(&part) }
        case .end:
            guard let head else { return }
            self.head = nil
            respond(to: head, body: body, context: context)
            body = nil
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, exchange?.waitsForRoom ?? false {
            exchange?.waitsForRoom = false
            play(context: context)
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(complete: false)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: - Answering

    private func respond(to head: HTTPRequestHead, body: ByteBuffer?, context: ChannelHandlerContext) {
        if head.uri.hasPrefix("/_sim/") { return control(head, context: context) }
        let request = ProviderRequest(head: head, body: body)
        var answer = answering.answer(request, bodyBytes: bodyBytes)
        if bodyBytes > bodyLimit {
            answer.reply = OpenAIErrors.reply(413, behaviour: answer.behaviour)
            answer.record.status = 413
        }
        let behaviour = answer.behaviour
        let encoding = behaviour.encoding ?? request.acceptedEncoding
        var headers = HTTPHeaders()
        headers.reserveCapacity(answer.reply.headers.count + 4)
        for (name, value) in answer.reply.headers { headers.add(name: name, value: value) }

        let playback: Playback
        switch answer.reply.body {
        case .plain(var bytes):
            if let encoding, let compressor = Compressor(encoding) {
                bytes = compressor.compress(bytes, last: true)
                headers.add(name: "content-encoding", value: encoding.rawValue)
            }
            if answer.reply.chunked, behaviour.badLength == nil {
                headers.add(name: "transfer-encoding", value: "chunked")
            } else {
                let length = max(0, bytes.readableBytes + (behaviour.badLength ?? 0))
                headers.add(name: "content-length", value: String(length))
            }
            playback = Playback(plain: head.method == .HEAD ? ByteBuffer() : bytes, behaviour: behaviour)
        case .events(let source):
            let compressor = encoding.flatMap(Compressor.init)
            if let encoding, compressor != nil {
                headers.add(name: "content-encoding", value: encoding.rawValue)
            }
            headers.add(name: "transfer-encoding", value: "chunked")
            playback = Playback(events: source, behaviour: behaviour, compressor: compressor)
        }
        let keepAlive = head.isKeepAlive && !behaviour.close && behaviour.badLength == nil
        if !keepAlive {
            headers.add(name: "connection", value: "close")
        } else if head.version == .http1_0 {
            headers.add(name: "connection", value: "keep-alive")
        }

        if let log { answer.record.sequence = log.begin(answer.record) }
        exchange = Exchange(head: head, playback: playback, record: answer.record, keepAlive: keepAlive)
        if behaviour.hang == .beforeHead { return }
        let responseHead = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.reply.status), headers: headers)
        guard behaviour.delayMilliseconds > 0 else {
            return begin(responseHead, behaviour, context: context)
        }
        after(milliseconds: behaviour.delayMilliseconds, context: context) { connection, context in
            connection.begin(responseHead, behaviour, context: context)
        }
    }

    private func begin(_ head: HTTPResponseHead, _ behaviour: Behaviour, context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if behaviour.firstByteDelayMilliseconds > 0 || behaviour.hang != nil { context.flush() }
        play(context: context)
    }

    /// Writes until the answer ends, pauses, or the client does not take more.
    private func play(context: ChannelHandlerContext) {
        while exchange != nil {
            guard context.channel.isWritable else {
                exchange?.waitsForRoom = true
                context.flush()
                return
            }
            guard let action = exchange?.playback.next() else { return }
            switch action {
            case .write(let bytes, let flush):
                context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
                if flush { context.flush() }
            case .pause(let milliseconds):
                context.flush()
                after(milliseconds: milliseconds, context: context) { connection, context in
                    connection.play(context: context)
                }
                return
            case .hang:
                context.flush()
                return
            case .cut(let cut):
                context.flush()
                return close(cut, context: context)
            case .end:
                return end(context: context)
            }
        }
    }

    private func end(context: ChannelHandlerContext) {
        let keepAlive = exchange?.keepAlive ?? false
        let promise = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenComplete { result in
            let (connection, context) = bound.value
            guard case .success = result else { return connection.finish(complete: false) }
            connection.finish(complete: true)
            if !keepAlive { context.close(promise: nil) }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
    }

    /// Closes with an ordinary FIN, or with RST.
    private func close(_ cut: Behaviour.Cut, context: ChannelHandlerContext) {
        finish(complete: false)
        guard cut == .rst, let socket = context.channel as? any SocketOptionProvider else {
            return context.close(promise: nil)
        }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in bound.value.close(promise: nil) }
    }

    private func finish(complete: Bool) {
        guard var exchange else { return }
        self.exchange = nil
        exchange.timer?.cancel()
        exchange.record.complete = complete
        exchange.record.ended = true
        exchange.record.bytes = exchange.playback.bytes
        exchange.record.events = exchange.playback.events
        log?.update(exchange.record)
    }

    private func after(
        milliseconds: Int, context: ChannelHandlerContext,
        _ body: @escaping (SimulatorConnection, ChannelHandlerContext) -> Void
    ) {
        let bound = NIOLoopBound((self, context, body), eventLoop: context.eventLoop)
        exchange?.timer = context.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            let (connection, context, body) = bound.value
            body(connection, context)
        }
    }

    // MARK: - The record

    private func control(_ head: HTTPRequestHead, context: ChannelHandlerContext) {
        var headers = HTTPHeaders()
        var content = ByteBuffer()
        var status = HTTPResponseStatus.ok
        switch (head.method, head.uri) {
        case (.GET, "/_sim/calls"):
            headers.add(name: "content-type", value: "application/x-ndjson")
            for record in log?.records ?? [] { content.writeString(record.json + "\n") }
        case (.DELETE, "/_sim/calls"): log?.clear()
        case (.GET, "/_sim/health"): content.writeString("ok\n")
        default: status = .notFound
        }
        headers.add(name: "content-length", value: String(content.readableBytes))
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(content))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
