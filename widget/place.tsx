/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { Icon } from './icons.tsx'
import type { Words } from './words.ts'

export type Place = { title: string; url: string; point: string }

/** The place that a message of ours is, by the link in which it leaves; null when it is a text. */
export function placeOf(text: string): Place | null {
  const lines = text.split('\n')
  const url = lines.pop() ?? ''
  const found = /^https:\/\/www\.openstreetmap\.org\/\?mlat=(-?[\d.]+)&mlon=(-?[\d.]+)#map=16\/\1\/\2$/.exec(
    url,
  )
  return found && lines.length < 2 ? { title: lines[0] ?? '', url, point: `${found[1]}, ${found[2]}` } : null
}

export function PlaceView({ place, words }: { place: Place; words: Words }): VNode {
  return (
    <a class="file" href={place.url} target="_blank" rel="noopener noreferrer">
      <Icon name="pin" />
      <span class="file-name">
        <bdi>{place.title || words.place}</bdi>
        <small>{place.point}</small>
      </span>
    </a>
  )
}
