import { imageSize } from '../telegram/image-size.ts'
import type { CommunityState } from './community-state.ts'
import type { Media } from './file-store.ts'

/** Letters of a photo's sizes and the longer side of each; cropped ones are left out. */
const sizes: [string, number][] = [
  ['x', 604],
  ['s', 75],
  ['z', 1080],
  ['m', 130],
  ['y', 807],
  ['w', 2560],
]

/** A photo in several sizes, in no order; the original is told beside them. */
export const photoMedia = (
  community: CommunityState,
  ownerId: number,
  bytes: Buffer,
  name: string,
  options: { hidesSides?: boolean; hasOriginal?: boolean } = {},
): Media => {
  const { width, height } = imageSize(bytes) ?? { width: 0, height: 0 }
  return community.files.addMedia('photo', ownerId, (id, accessKey) => {
    const file = community.files.add(name || 'photo.jpg', 'image/jpeg', bytes)
    const fitting = sizes.filter(([letter, side]) => letter === 's' || side <= Math.max(width, height))
    const told = fitting.map(([type, side]) => {
      const scale = side / Math.max(width, height, 1)
      const sides = options.hidesSides
        ? { width: 0, height: 0 }
        : { width: Math.round(width * scale), height: Math.round(height * scale) }
      return { type, url: `${file.url}?size=${type}`, ...sides }
    })
    const original = { type: 'base', url: file.url, width, height }
    const content = {
      album_id: -3,
      date: community.surroundings.now(),
      id,
      owner_id: ownerId,
      access_key: accessKey,
      sizes: told,
      text: '',
      has_tags: false,
      ...(options.hasOriginal === false ? {} : { orig_photo: original }),
    }
    return { file, content }
  })
}

const documentTypes: Record<string, number> = {
  txt: 1,
  zip: 2,
  gif: 3,
  jpg: 4,
  png: 4,
  ogg: 5,
  mp4: 6,
  pdf: 7,
}

/** A document: its address is a page of VK that leads on to the file. */
export const documentMedia = (
  community: CommunityState,
  ownerId: number,
  bytes: Buffer,
  title: string,
  mime: string,
): Media =>
  community.files.addMedia('doc', ownerId, (id, accessKey) => {
    const file = community.files.add(title, mime || 'application/octet-stream', bytes)
    const ext = /\.([A-Za-z0-9]{1,8})$/.exec(title)?.[1]?.toLowerCase() ?? ''
    const content = {
      id,
      owner_id: ownerId,
      title,
      size: bytes.length,
      ext,
      date: community.surroundings.now(),
      type: documentTypes[ext] ?? 8,
      url: `${community.surroundings.root}/doc${ownerId}_${id}?hash=${accessKey}&dl=1&api=1`,
      access_key: accessKey,
    }
    return { file, content }
  })

export const voiceMedia = (
  community: CommunityState,
  ownerId: number,
  bytes: Buffer,
  durationSeconds: number,
): Media =>
  community.files.addMedia('audio_message', ownerId, (id, accessKey) => {
    const file = community.files.add('audio_message.ogg', 'audio/ogg', bytes)
    const content = {
      id,
      owner_id: ownerId,
      duration: durationSeconds,
      waveform: [0, 4, 9, 12, 7, 3],
      link_ogg: file.url,
      link_mp3: `${file.url}.mp3`,
      access_key: accessKey,
      transcript_state: 'done',
    }
    return { file, content }
  })
