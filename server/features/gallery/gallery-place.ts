import { badCursor } from '#lib/keyset'

/** A place in a gallery: an instant in microseconds since 1970, then what brought the file and which of its files it is. */
export type GalleryPlace = { at: string; key: string }

export function writePlace({ at, key }: GalleryPlace): string {
  return `${at}.${key}`
}

/** Null without a cursor. Throws `request.invalid` naming it when it is none of ours. */
export function readGalleryPlace(cursor: string | undefined): GalleryPlace | null {
  if (cursor === undefined) return null
  const [, at, key] = /^(\d{1,17})\.([imn][0-9a-f-]{16,36}\.\d{4})$/.exec(cursor) ?? []
  if (!at || !key) throw badCursor('cursor')
  return { at, key }
}
