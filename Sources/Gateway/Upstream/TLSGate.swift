import NIOCore
import NIOSSL
import NIOTLS

/// Waits for the TLS handshake, so that a certificate that is not trusted fails the attempt before anything is sent.
final class TLSGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private var outcome: Result<Void, any Error>?
    private var promise: EventLoopPromise<Void>?

    /// Succeeds when the handshake is done; fails with its error.
    func secured(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        switch outcome {
        case .success: return eventLoop.makeSucceededVoidFuture()
        case .failure(let error): return eventLoop.makeFailedFuture(error)
        case nil:
            let promise = eventLoop.makePromise(of: Void.self)
            self.promise = promise
            return promise.futureResult
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSUserEvent, case .handshakeCompleted = event { finish(.success(())) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if outcome == nil {
            let handler = try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
            let problem = CertificateProblem(error, certificate: handler?.peerCertificate)
            finish(.failure(problem ?? error))
            context.close(promise: nil)
        } else {
            context.fireErrorCaught(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(ChannelError.eof))
        context.fireChannelInactive()
    }

    private func finish(_ result: Result<Void, any Error>) {
        guard outcome == nil else { return }
        outcome = result
        promise?.completeWith(result)
        promise = nil
    }
}
