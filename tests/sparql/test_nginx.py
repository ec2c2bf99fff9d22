"""Behind nginx with its defaults, which asks us in HTTP/1.0: an answer is whole, or it is an error."""

import shutil
import subprocess
import time
from urllib.parse import urlsplit

import httpx
import pytest

from tests.clients.engines import free_port
from tests.sparql.test_protocol import BIG, ENDLESS

CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://{upstream}; }} }}
}}
"""


@pytest.mark.skipif(not shutil.which("nginx") and not shutil.which("/usr/sbin/nginx"), reason="nginx is not installed")
def test_behind_the_defaults_of_nginx(service, tmp_path):
    port = free_port()
    upstream = urlsplit(service.origin).netloc
    (tmp_path / "nginx.conf").write_text(CONFIGURATION.format(folder=tmp_path, port=port, upstream=upstream))
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with subprocess.Popen([program, "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")]) as nginx:
        try:
            for _ in range(50):
                try:
                    httpx.get(f"http://127.0.0.1:{port}/sparql", params={"query": "ASK {}"})
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            whole = httpx.post(f"http://127.0.0.1:{port}/sparql", data={"query": BIG}, headers={"accept": "text/csv"}, timeout=60)
            assert len(whole.text.splitlines()) == 80**3 + 1
            try:
                cut = httpx.post(
                    f"http://127.0.0.1:{port}/sparql", data={"query": ENDLESS}, headers={"accept": "text/csv"}, timeout=60
                )
                assert cut.status_code >= 500
            except httpx.HTTPError:
                pass
        finally:
            nginx.terminate()
