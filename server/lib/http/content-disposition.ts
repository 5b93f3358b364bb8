/**
 * Types a browser may show in our origin: pictures, sound and film that cannot carry a script. Everything else (SVG, HTML, XML,
 * PDF, text) is saved instead.
 */
const inlineTypes = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'audio/mpeg',
  'audio/ogg',
  'audio/opus',
  'audio/wav',
  'audio/webm',
  'audio/mp4',
  'audio/x-m4a',
  'audio/aac',
  'audio/flac',
  'audio/x-flac',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
])

export function isSafeInline(mime: string): boolean {
  return inlineTypes.has(mime.split(';')[0]?.trim() ?? '')
}

/** The `Content-Disposition` of a file (RFC 6266): a plain name for old readers, the true one as UTF-8 (RFC 8187). */
export function contentDisposition(way: 'inline' | 'attachment', name: string): string {
  const clean = name.toWellFormed().replaceAll(/[\p{Cc}/\\]/gu, '_')
  const plain = clean.replaceAll(/[^\x20-\x7e]|["%]/g, '_')
  const encoded = encodeURIComponent(clean).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${way}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
