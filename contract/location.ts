import { z } from 'zod'
import { line } from './common.ts'

/** A place on the map, in degrees (WGS 84); `title` is what it is called, when it has a name. */
export const location = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  title: line(200).nullable().default(null),
})
export type MapLocation = z.output<typeof location>

/** A page that shows the place to anybody, without a key. */
export function mapLink({ latitude, longitude }: Pick<MapLocation, 'latitude' | 'longitude'>): string {
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
}

/** A place as words: for lists, search, and messengers that know no places. */
export function locationText(place: MapLocation): string {
  return [place.title, mapLink(place)].filter((part) => part !== null && part !== '').join('\n')
}

/** The kinds of received messages that are places. */
const placeKinds = new Set(['location', 'venue'])

/** The place that a message is; null when it is something else. Received ones carry it in their text as `mapLink` writes it. */
export function locationOf(message: {
  location: MapLocation | null
  unsupported: string | null
  text: string
}): MapLocation | null {
  if (message.location) return message.location
  if (!placeKinds.has(message.unsupported ?? '')) return null
  const lines = message.text.split('\n')
  const at = lines.findIndex((each) => each.startsWith('https://www.openstreetmap.org/?mlat='))
  const place = parseLocation(lines[at] ?? '')
  const title = lines
    .filter((_line, index) => index !== at)
    .join(', ')
    .slice(0, 200)
    .toWellFormed()
  return place && { ...place, title: title.trim() || null }
}

/**
 * The place that was typed or pasted: two numbers (latitude first), a `geo:` address, or a link of Yandex, Google, Apple,
 * 2GIS or OpenStreetMap. Null when it is none, or nowhere on Earth.
 */
export function parseLocation(given: string): MapLocation | null {
  const text = given.trim().slice(0, 4000)
  const address = /^geo:([^?;]+)/i.exec(text)?.[1]
  if (address !== undefined) return pair(address)
  const url = urlOf(text)
  return url ? ofLink(url) : pair(text)
}

type Point = MapLocation | null

function urlOf(text: string): URL | null {
  const found =
    /https?:\/\/\S+/i.exec(text)?.[0] ??
    (/^[a-z\d-]+(\.[a-z\d-]+)+\/\S*$/i.test(text) ? `https://${text}` : null)
  return found !== null && URL.canParse(found) ? new URL(found) : null
}

/** Who writes the longitude first. */
const isBackwards = (host: string): boolean => /(^|\.)(yandex\.[a-z.]+|ya\.ru|2gis\.[a-z.]+)$/.test(host)

/** Parameters that hold a place, the marked one before the middle of the map. */
const marks = ['whatshere[point]', 'pt', 'q', 'query', 'destination', 'daddr', 'sll', 'll', 'center', 'm']

function ofLink(url: URL): Point {
  const swap = isBackwards(url.hostname.toLowerCase())
  const query = url.searchParams
  const path = decode(url.pathname)
  const osm = pair(`${query.get('mlat') ?? ''},${query.get('mlon') ?? ''}`)
  if (osm) return osm
  // Google: the mark itself stands in the data, the middle of the map after the @.
  const mark = /!3d(-?\d+(?:\.\d+)?)!4d(-?\d+(?:\.\d+)?)/.exec(path)
  if (mark) return point(mark[1], mark[2])
  if (swap) {
    const at = /\/geo\/(?:\d+\/)?(-?\d+\.\d+),(-?\d+\.\d+)/.exec(path)
    if (at) return point(at[2], at[1])
  }
  for (const name of marks) {
    const found = pair(/^[^~/]*/.exec(query.get(name) ?? '')?.[0] ?? '', swap)
    if (found) return found
  }
  const middle =
    /@(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)/.exec(path) ?? /^#map=[\d.]+\/(-?[\d.]+)\/(-?[\d.]+)/.exec(url.hash)
  if (middle) return point(middle[1], middle[2])
  const inPath = /\/(?:place|search|dir)\/(-?\d+\.\d+),\s*\+?(-?\d+\.\d+)/.exec(path)
  return inPath ? point(inPath[1], inPath[2]) : null
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Two numbers; commas may part decimals only where something else parts the numbers. */
function pair(text: string, isSwapped = false): Point {
  const found =
    /^\(?\s*(-?\d+(?:\.\d+)?)\s*°?\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*°?\s*\)?$/.exec(text.trim()) ??
    /^(-?\d+,\d+)\s*[;\s]\s*(-?\d+,\d+)$/.exec(text.trim())
  if (!found) return null
  const [first, second] = [found[1]?.replace(',', '.'), found[2]?.replace(',', '.')]
  return isSwapped ? point(second, first) : point(first, second)
}

function point(latitude: string | undefined, longitude: string | undefined): Point {
  const parsed = location.safeParse({ latitude: rounded(latitude), longitude: rounded(longitude) })
  return parsed.success ? parsed.data : null
}

/** A sixth decimal is a step of ten centimetres. */
const rounded = (degrees: string | undefined): number => Math.round(Number(degrees ?? Number.NaN) * 1e6) / 1e6
