// A static host, as schools and forges have them: a folder under a path, `index.html` for folders,
// `404.html` with status 404 for the rest.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/**
 * Serves `folder` under the path `prefix` (`/pyramide/`) of a free port of 127.0.0.1: gives its `origin`, its `root`
 * (the origin and the prefix), and `close`, which stops it.
 */
export async function host(folder, prefix) {
  const server = createServer((request, response) => {
    answer(folder, prefix, request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections?.();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin, root: origin + prefix, close };
}

async function answer(folder, prefix, request) {
  const { pathname } = new URL(request.url, "http://host");
  const path = decodeURIComponent(pathname);
  if (path.startsWith(prefix)) {
    const file = normalize(join(folder, path.slice(prefix.length)));
    const inside = (file + sep).startsWith(normalize(folder + sep));
    const found = inside ? await stat(file).catch(() => null) : null;
    if (found?.isDirectory() && !path.endsWith("/")) {
      return { status: 301, headers: { location: `${pathname}/` } };
    }
    const index = found?.isDirectory() ? join(file, "index.html") : file;
    const body = found ? await readFile(index).catch(() => null) : null;
    if (body) return { status: 200, headers: type(index), body };
  }
  const missing = join(folder, "404.html");
  return { status: 404, headers: type(missing), body: await readFile(missing) };
}

function type(file) {
  return { "content-type": TYPES[extname(file)] ?? "application/octet-stream" };
}
