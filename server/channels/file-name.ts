import { toLine } from './read-unknown.ts'

const maxLength = 120
const maxExtensionLength = 20

/**
 * A file's name as a sender gives it, made safe to show, to put into a header and to save under: only the last part of a
 * path, no control or direction marks, nothing that Windows or a shell would take for something else.
 */
export function cleanFileName(given: string | null, fallback: string): string {
  const last = (given ?? '').toWellFormed().split(/[/\\]/).at(-1) ?? ''
  const clean = toLine(last)
    .replaceAll(/[<>:"|?*`$;\uFFFD]/g, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '')
  return clean === '' ? fallback : shorten(clean)
}

/** Shortened in the middle, so that the extension stays. */
function shorten(name: string): string {
  if (name.length <= maxLength) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= maxExtensionLength ? name.slice(dot) : ''
  return `${name
    .slice(0, maxLength - extension.length)
    .toWellFormed()
    .replaceAll('\uFFFD', '')}${extension}`
}
