import Dialects
import HTTPMessages
import Ledger
import NIOCore
import Usage

/// A request's body that is passed on to the provider as it comes.
struct Upload {
    /// As the client framed it.
    let framing: BodyFraming
    /// What has come before the provider's connection was there.
    var waiting = ByteBuffer()
    var isComplete = false

    init(framing: BodyFraming) { self.framing = framing }

    /// Above this, the client is not read; bytes.
    static let waitingLimit = 64 << 10

    /// The part as it goes to the provider.
    func framed(_ part: ByteBuffer) -> ByteBuffer {
        guard framing == .chunked else { return part }
        var out = ByteBufferAllocator().buffer(capacity: part.readableBytes + 16)
        out.writeChunk(part)
        return out
    }
}

extension Call {
    /// A part of the body has come from the client.
    func upload(_ part: ByteBuffer) {
        guard var upload = uploading else { return }
        part.withUnsafeReadableBytes { form?.push($0) }
        let framed = upload.framed(part)
        if let upstream {
            upstream.write(framed)
        } else if phase == .connecting {
            upload.waiting.writeImmutableBuffer(framed)
            uploading = upload
        }
    }

    /// The body is whole.
    func uploadEnded() {
        guard var upload = uploading else { return }
        upload.isComplete = true
        if upload.framing == .chunked {
            let end = ByteBuffer(staticString: "0\r\n\r\n")
            if let upstream { upstream.write(end) } else { upload.waiting.writeImmutableBuffer(end) }
        }
        uploading = upload
        timeline.requestSent = CallClock.monotonicNanoseconds()
        timeline.awaiting = timeline.requestSent
    }

    /// Takes over what the form says.
    func readForm() {
        guard facts == nil, let form else { return }
        facts = form.facts
        record.requestModel =
            record.requestModel
            ?? facts?.model.map { ModelID(rawValue: $0.firstCodePoints(RequestHeaders.maximumLength)) }
        record.stream = record.stream || facts?.stream == true
    }

    /// The connection is there: what has come so far follows the head.
    func sendWaiting() {
        guard var upload = uploading, upload.waiting.readableBytes > 0 else { return }
        upstream?.write(upload.waiting)
        upload.waiting = ByteBuffer()
        uploading = upload
        client?.resumeReading()
    }

    /// What comes from the client is not a valid body, or too large.
    func uploadFailed(_ error: HeadError) {
        guard phase == .connecting || phase == .forwarded || phase == .relaying else { return }
        relay.closesAfterwards()
        let status = relay.hasOutput ? 0 : error.status
        abandonUpstream()
        if status > 0 { answerLocally(status, "invalid_request", error.reason) }
        settle(.invalidRequest)
    }

    /// Whether the client must not be read further for now.
    var holdsUpload: Bool {
        guard let uploading, !uploading.isComplete else { return false }
        if let upstream { return !upstream.isWritable }
        return uploading.waiting.readableBytes > Upload.waitingLimit
    }

    /// Whether some of the request has not come yet.
    var isUploading: Bool { uploading.map { !$0.isComplete } ?? false }

    /// Whether some of the request is still on its way to the provider, from the client or from a file.
    var isSending: Bool { isUploading || upstream?.hasMoreToSend ?? false }
}
