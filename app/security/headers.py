"""Security headers on every answer of the service (OWASP secure headers; Content Security Policy Level 3)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
# The editor and the explorer set styles on elements, draw icons from data: addresses and lay graphs out in workers.
WORKBENCH = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)

COMMON = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

EVERYWHERE = [(name.lower().encode(), value.encode()) for name, value in {**COMMON, "Content-Security-Policy": NOTHING}.items()]


class SecurityHeaders:
    """ASGI middleware that adds the headers above; an answer that brings its own Content-Security-Policy keeps it.

    It looks at the start of an answer only, so streams pass through unbuffered and aborts stay aborts.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                brought = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in EVERYWHERE if pair[0] not in brought)]
            await send(message)

        await self.app(scope, receive, send_with_headers)
