import { randomBytes } from 'node:crypto'
import { badParameter, VkError } from './api-error.ts'
import type { UploadedFile } from './call-parameters.ts'
import type { CommunityState } from './community-state.ts'
import { imageSize } from '../telegram/image-size.ts'
import { documentMedia, photoMedia, voiceMedia } from './media.ts'
import type { Method } from './methods.ts'

const maxPhotoBytes = 50 * 1024 * 1024
const maxSides = 14_000
const maxDocumentBytes = 200 * 1024 * 1024
const refusedExtensions = new Set(['exe', 'bat', 'cmd', 'com', 'msi', 'apk', 'sh', 'js', 'jar', 'mp3'])

/** Uploads whose receipt was not used yet, by the receipt. */
const received = new WeakMap<CommunityState, Map<string, UploadedFile & { kind: string }>>()

const receiptsOf = (community: CommunityState): Map<string, UploadedFile & { kind: string }> => {
  const known = received.get(community) ?? new Map<string, UploadedFile & { kind: string }>()
  received.set(community, known)
  return known
}

const addressFor = (community: CommunityState, kind: 'photo' | 'doc' | 'audio_message'): string => {
  const id = randomBytes(16).toString('hex')
  community.uploads.set(id, { kind })
  return `${community.surroundings.root}/upload/${community.id}/${id}`
}

const getPhotoServer: Method = (community) => ({
  upload_url: addressFor(community, 'photo'),
  album_id: -64,
  group_id: community.id,
})

const getDocumentServer: Method = (community, parameters) => {
  const type = parameters.text('type') || 'doc'
  if (type !== 'doc' && type !== 'audio_message') throw badParameter('type is invalid')
  parameters.requiredInteger('peer_id')
  return { upload_url: addressFor(community, type) }
}

/** What an upload address answers: a receipt, or why there is none. */
export const takeUpload = (community: CommunityState, id: string, files: UploadedFile[]): unknown => {
  const upload = community.uploads.get(id)
  if (!upload) return { error: 'ERR_UPLOAD_BAD_ADDRESS: wrong or used upload address' }
  community.uploads.delete(id)
  const field = upload.kind === 'photo' ? 'photo' : 'file'
  const file = files.find((each) => each.field === field)
  if (!file || file.bytes.length === 0) return { error: 'ERR_UPLOAD_BAD_FILE: no file was sent' }
  const receipt = `${upload.kind}|${randomBytes(12).toString('hex')}`
  if (upload.kind === 'photo') {
    if (!isPhoto(file)) return { server: 1, photo: '[]', hash: '' }
    receiptsOf(community).set(receipt, { ...file, kind: upload.kind })
    return { server: 857_326, photo: JSON.stringify([{ photo: receipt }]), hash: receipt.slice(-16) }
  }
  if (upload.kind === 'audio_message' && !isVoice(file))
    return { error: 'unknown error: not an audio message' }
  if (isRefusedKind(file)) return { error: 'ERR_UPLOAD_BAD_EXTENSION: the file type is not allowed' }
  receiptsOf(community).set(receipt, { ...file, kind: upload.kind })
  return { file: receipt }
}

/** Whether a body is larger than any upload may be. */
export const maxUploadBytes = maxDocumentBytes + 64 * 1024

const isPhoto = ({ bytes, name }: UploadedFile): boolean => {
  const size = imageSize(bytes)
  const isKnown =
    size !== null && /\.(jpe?g|png|gif)$/i.test(name) && bytes.toString('latin1', 8, 12) !== 'WEBP'
  return isKnown && bytes.length <= maxPhotoBytes && size.width + size.height <= maxSides
}

const isVoice = ({ bytes }: UploadedFile): boolean =>
  bytes.toString('latin1', 0, 4) === 'OggS' && bytes.includes('OpusHead')

const isRefusedKind = ({ name, bytes }: UploadedFile): boolean =>
  refusedExtensions.has(extensionOf(name)) || bytes.toString('latin1', 0, 2) === 'MZ'

const extensionOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''

const savePhoto: Method = (community, parameters) => {
  const receipt = /"photo":"([^"]+)"/.exec(parameters.required('photo'))?.[1] ?? ''
  const file = useReceipt(community, receipt)
  if (parameters.required('hash') !== receipt.slice(-16) || parameters.integer('server') === null)
    throw new VkError(121)
  const media = photoMedia(community, -community.id, file.bytes, file.name)
  return [{ ...media.content, text: '' }]
}

const saveDocument: Method = (community, parameters) => {
  const file = useReceipt(community, parameters.required('file'))
  if (file.kind === 'audio_message') {
    const { content } = voiceMedia(community, -community.id, file.bytes, 3)
    return { type: 'audio_message', audio_message: content }
  }
  const name = parameters.text('title') || file.name
  return { type: 'doc', doc: documentMedia(community, -community.id, file.bytes, name, file.mime).content }
}

const useReceipt = (community: CommunityState, receipt: string): UploadedFile & { kind: string } => {
  const file = receiptsOf(community).get(receipt)
  if (!file) throw new VkError(121)
  receiptsOf(community).delete(receipt)
  return file
}

export const uploadMethods: Record<string, Method> = {
  'photos.getMessagesUploadServer': getPhotoServer,
  'photos.saveMessagesPhoto': savePhoto,
  'docs.getMessagesUploadServer': getDocumentServer,
  'docs.save': saveDocument,
}
