"""An upstream with TLS: certificates are verified, against the system's authorities or a file."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading

import openai
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from questions import CHAT

pytestmark = pytest.mark.gateway_only


class Authority:
    """A certificate authority, its certificate in a file."""

    def __init__(self, directory, name: str) -> None:
        self.directory = directory
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._sign(self.name, self.key.public_key(), authority=True)
        self.file = directory / f"{name}.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def server(self, host: str, *, days: int = 30) -> ssl.SSLContext:
        """A server's context with a certificate for `host`, which ends in so many days."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        certificate = self._sign(name, key.public_key(), host=host, days=days)
        file = self.directory / f"{host}-{days}.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _sign(self, subject, public, *, authority=False, host=None, days=30):
        now = datetime.datetime.now(datetime.timezone.utc)
        end = now + datetime.timedelta(days=days)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(now, end) - datetime.timedelta(days=2))
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )
        if authority:
            builder = builder.add_extension(
                x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True
            )
        if host:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            builder = builder.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
            )
        return builder.sign(self.key, hashes.SHA256())


class TLSFront:
    """Ends TLS in front of the simulator; remembers the server names that clients asked for."""

    def __init__(self, context: ssl.SSLContext, port: int) -> None:
        self.names: list[str | None] = []
        self.protocols: list[str | None] = []
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self.context, self.upstream = context, port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                raw, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(raw,), daemon=True).start()

    def _serve(self, raw: socket.socket) -> None:
        try:
            client = self.context.wrap_socket(raw, server_side=True)
        except (ssl.SSLError, OSError):
            raw.close()
            return
        self.protocols.append(client.selected_alpn_protocol())
        upstream = socket.create_connection(("127.0.0.1", self.upstream))
        upwards = threading.Thread(target=self._copy, args=(client, upstream), daemon=True)
        upwards.start()
        self._copy(upstream, client)
        upwards.join()
        client.close()
        upstream.close()

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65_536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path, "local-authority")


def through(own_gateway, case_for, front: TLSFront, *, file=None, env=None):
    config = None
    if file:
        config = f"providers:\n  - name: openai\n    tls_ca_file: {file}\n"
    return case_for(own_gateway(f"https://localhost:{front.port}", config=config, env=env).start())


@pytest.mark.parametrize("way", ["tls_ca_file", "SSL_CERT_FILE"])
def test_a_good_chain_passes(own_gateway, case_for, simulator, authority, way):
    front = TLSFront(authority.server("localhost"), simulator.port)
    file = authority.file if way == "tls_ca_file" else None
    env = {"SSL_CERT_FILE": str(authority.file)} if way == "SSL_CERT_FILE" else None
    case = through(own_gateway, case_for, front, file=file, env=env)
    case.openai().chat.completions.create(**CHAT)
    assert len(list(case.openai().chat.completions.create(**CHAT, stream=True))) > 3
    case.reconcile(2)
    assert set(front.names) == {"localhost"}


BAD = {"wrong name": ("example.test", 30), "expired": ("localhost", -1)}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_certificate_is_a_502(own_gateway, case_for, simulator, authority, name):
    host, days = BAD[name]
    front = TLSFront(authority.server(host, days=days), simulator.port)
    refused(through(own_gateway, case_for, front, file=authority.file), REASONS[name])


def test_an_unknown_authority_is_a_502(own_gateway, case_for, simulator, authority):
    front = TLSFront(authority.server("localhost"), simulator.port)
    refused(through(own_gateway, case_for, front), "no trusted authority has signed")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("version", "passes"), [("TLSv1_1", False), ("TLSv1_2", True)])
def test_old_versions_of_tls_are_a_502(own_gateway, case_for, simulator, authority, version, passes):
    context = authority.server("localhost")
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    case = through(own_gateway, case_for, TLSFront(context, simulator.port), file=authority.file)
    if passes:
        case.openai().chat.completions.create(**CHAT)
        case.reconcile(1)
    else:
        refused(case, "protocol")


REASONS = {"wrong name": "not valid for localhost", "expired": "expired"}


def refused(case, reason: str) -> None:
    with pytest.raises(openai.InternalServerError) as raised:
        case.openai().chat.completions.create(**CHAT)
    message = raised.value.body["message"]
    assert raised.value.status_code == 502 and reason in message, message
    assert message in case.gateway.log.read_text(), "the operator reads the same"
    assert case.calls() == [], "nothing was sent to a server that is not the provider"
    row = case.row()
    assert row["error_type"] == "upstream_unreachable" and row["cost_usd"] == 0


def test_the_protocol_that_is_spoken_is_agreed_on(own_gateway, case_for, simulator, authority):
    """ALPN: HTTP/1.1 is offered, and nothing else; a provider that would rather speak HTTP/2 is understood."""
    context = authority.server("localhost")
    context.set_alpn_protocols(["h2", "http/1.1"])
    front = TLSFront(context, simulator.port)
    case = through(own_gateway, case_for, front, file=authority.file)
    case.openai().chat.completions.create(**CHAT)
    case.reconcile(1)
    assert set(front.protocols) == {"http/1.1"}


def test_a_provider_that_speaks_no_tls(own_gateway, case_for, simulator):
    """The reason is in the answer and in the log, and no path of a source file."""
    case = case_for(own_gateway(f"https://localhost:{simulator.port}").start())
    refused(case, "wrong_version_number")
    assert ".cc" not in case.gateway.log.read_text()
