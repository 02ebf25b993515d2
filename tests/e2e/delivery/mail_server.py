#!/usr/bin/python3
"""usage: mail_server.py PORT FOLDER CERTIFICATE KEY

A mail server that takes mail by STARTTLS for whoever signs in as midstance, and writes each into FOLDER as 1.eml, 2.eml,
... It refuses recipients whose address begins with "refused" for good, and with "later" for now. Port 0 takes a free one.
While FOLDER/hold is there it takes mail and says nothing of it. Prints "ready PORT", and ends with its standard input.
"""
import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self, folder):
        self.folder = folder

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return f"550 5.1.1 <{address}> is nobody here"
        if address.startswith("later"):
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        number = len(list(self.folder.glob("*.eml"))) + 1
        begun = self.folder / f"{number}.new"
        begun.write_bytes(envelope.content)
        begun.rename(self.folder / f"{number}.eml")
        while (self.folder / "hold").exists():
            await asyncio.sleep(0.02)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = getattr(data, "login", b"") == b"midstance" and getattr(data, "password", b"") == b"mail secret"
    return AuthResult(success=right)


async def main():
    port, folder, certificate, key = int(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    loop = asyncio.get_running_loop()
    handler = Handler(folder)
    server = await loop.create_server(
        lambda: SMTP(
            handler,
            hostname="localhost",
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=authenticate,
            loop=loop,
        ),
        "127.0.0.1",
        port,
    )
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
