import {
  readFields,
  readInteger,
  readLine,
  readList,
  readNumber,
  readText,
  type Fields,
} from '../read-unknown.ts'
import { readMarkedText } from './read-text.ts'

/** What has no file becomes a line: whatever can be read of it, and where it can be seen. */
const descriptions: Record<string, (content: Fields) => string> = {
  video: (video) => lines(readLine(video['title']), pageLink('video', video)),
  audio: (audio) => [readLine(audio['artist']), readLine(audio['title'])].filter(Boolean).join(' — '),
  wall: (post) =>
    lines(
      readMarkedText(post['text']).text,
      pageLink('wall', { ...post, owner_id: post['owner_id'] ?? post['to_id'] }),
    ),
  wall_reply: (reply) => readMarkedText(reply['text']).text,
  link: (link) => lines(readLine(link['title']), readLine(link['url'], 2000)),
  article: (article) =>
    lines(readLine(article['title']), readLine(article['view_url'] ?? article['url'], 2000)),
  poll: (poll) => lines(readLine(poll['question']), ...bullets(poll['answers'])),
  market: (item) =>
    lines(readLine(item['title']), readLine(readFields(item['price'])?.['text']), pageLink('product', item)),
  market_album: (album) => readLine(album['title']) ?? '',
  story: (story) => pageLink('story', story) ?? '',
  album: (album) => lines(readLine(album['title']), pageLink('album', album)),
  gift: () => '',
  call: describeCall,
  podcast: (podcast) => readLine(podcast['title']) ?? '',
  event: (event) => readLine(event['text']) ?? '',
  money_transfer: (transfer) => readLine(readFields(transfer['amount'])?.['text']) ?? '',
}

export function describe(type: string, content: Fields): string {
  return descriptions[type]?.(content) ?? readLine(content['title']) ?? readText(content['text']) ?? ''
}

/** A place stands outside the attachments. */
export function describePlace(geo: Fields): string {
  const coordinates = readFields(geo['coordinates'])
  const latitude = readNumber(coordinates?.['latitude'])
  const longitude = readNumber(coordinates?.['longitude'])
  const title = readLine(readFields(geo['place'])?.['title'])
  if (latitude === null || longitude === null) return title ?? ''
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`
  return lines(title, map)
}

function describeCall(call: Fields): string {
  const seconds = readInteger(call['duration'])
  if (seconds === null || seconds <= 0) return ''
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

function pageLink(page: string, content: Fields): string | null {
  const owner = readInteger(content['owner_id'])
  const id = readInteger(content['id'])
  return owner === null || id === null ? null : `https://vk.com/${page}${owner}_${id}`
}

function bullets(items: unknown): string[] {
  return readList(items).flatMap((item) => {
    const text = readLine(readFields(item)?.['text'])
    return text === null ? [] : [`• ${text}`]
  })
}

export function lines(...parts: (string | null | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n')
}
