"""Signing in with a token, signing out."""

from typing import Annotated

from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.pages.errors import page_router
from app.pages.layout import page
from app.pages.links import language_of, local_path
from app.pages.session import check_form, forget, remember, tokens_of, visitor

router = page_router()


@router.get("/{language:language}/sign-in")
async def sign_in_page(request: Request, next: Annotated[str, Query(max_length=500)] = "") -> Response:
    return page(request, "sign-in.html", next=local_path(next, ""), wrong=False, already=visitor(request))


@router.post("/{language:language}/sign-in")
async def sign_in(
    request: Request,
    token: Annotated[str, Form(max_length=200)],
    form: Annotated[str, Form(max_length=200)],
    next: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    check_form(request, form)
    token = token.strip()
    if tokens_of(request).find(token) is None:
        return page(request, "sign-in.html", status=401, next=local_path(next, ""), wrong=True, already=None)
    response = RedirectResponse(_there(request, next), 303)
    remember(request, response, token)
    return response


@router.post("/{language:language}/sign-out")
async def sign_out(request: Request, form: Annotated[str, Form(max_length=200)]) -> Response:
    check_form(request, form)
    response = RedirectResponse(_there(request, ""), 303)
    forget(request, response)
    return response


def _there(request: Request, wanted: str) -> str:
    root: str = request.scope.get("root_path", "")
    return root + local_path(wanted, f"/{language_of(request)}/")
