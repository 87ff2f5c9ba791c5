// A static host, as schools and forges have them: a folder under a path, `index.html` for folders,
// `404.html` with status 404 for the rest.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { gzipSync } from "node:zlib";

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
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** Whether files of a type are sent compressed, as hosts do; a font, or a picture that isn’t SVG, is so already. */
export const isText = (type) => /html|css|javascript|svg|json|xml|plain/.test(type);

/**
 * Serves `folder` under the path `prefix` (`/pyramide/`) of a free port of 127.0.0.1: gives its `origin`, its `root`
 * (the origin and the prefix), and `close`, which stops it. Where bytes are measured, texts are sent in `gzip`.
 */
export async function host(folder, prefix, { gzip = false } = {}) {
  const packed = new Map();
  const pack = (body, file) => packed.get(file) ?? packed.set(file, gzipSync(body, { level: 9 })).get(file);
  const server = createServer((request, response) => {
    answer(folder, prefix, request).then(
      ({ status, headers, body, file }) => {
        if (!gzip || !body || !isText(headers["content-type"])) return response.writeHead(status, headers).end(body);
        response.writeHead(status, { ...headers, "content-encoding": "gzip" }).end(pack(body, file));
      },
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
    if (body) return { status: 200, headers: type(index), body, file: index };
  }
  const missing = join(folder, "404.html");
  return { status: 404, headers: type(missing), body: await readFile(missing), file: missing };
}

function type(file) {
  return { "content-type": TYPES[extname(file)] ?? "application/octet-stream" };
}
