import type { AttachmentKind } from '#contract/messages'
import type { Content, IncomingAttachment } from '../channel.ts'
import { cleanFileName } from '../file-name.ts'
import { readCount, readLine, readNumber, readText, type Fields } from '../read-unknown.ts'
import { describeOther } from './describe-other.ts'
import { readWebAddress } from './read-web-address.ts'

type FileType = { kind: AttachmentKind; mime: string | null; extension: string }

const fileTypes = new Map<string, FileType>([
  ['picture', { kind: 'photo', mime: 'image/jpeg', extension: '.jpg' }],
  ['video', { kind: 'video', mime: 'video/mp4', extension: '.mp4' }],
  ['file', { kind: 'document', mime: null, extension: '' }],
  ['sticker', { kind: 'photo', mime: 'image/png', extension: '.png' }],
])
/** What comes with a file but is of no kind we know is still kept. */
const unknownFile: FileType = { kind: 'document', mime: null, extension: '' }

/** What a message says: text, a file with its caption, or a line that describes any other kind. */
export function readContent(message: Fields, token: string): Content {
  const type = readLine(message['type'], 60) || 'unknown'
  const text = readText(message['text']) ?? ''
  if (type === 'text' && text !== '') return contentOf(text)
  if (type === 'url') return contentOf(lines(text, readText(message['media'])))
  const known = fileTypes.get(type)
  const attachments = readFile(message, type, token, known ?? unknownFile)
  if (known && attachments.length > 0) {
    return { ...contentOf(text), attachments, unsupported: type === 'sticker' ? type : null }
  }
  return { ...contentOf(lines(describeOther(type, message), text)), attachments, unsupported: type }
}

function contentOf(text: string): Content {
  return { text, entities: [], attachments: [], unsupported: null }
}

/** `remoteRef` is the address itself: signed, open to whoever has it, and gone after about an hour. */
function readFile(message: Fields, type: string, token: string, usual: FileType): IncomingAttachment[] {
  const remoteRef = readWebAddress(message['media'])
  if (remoteRef === null) return []
  const extension = /\.[a-z\d]{1,5}$/i.exec(new URL(remoteRef).pathname)?.[0] ?? usual.extension
  const attachment: IncomingAttachment = {
    kind: usual.kind,
    name: cleanFileName(
      readText(message['file_name']),
      cleanFileName(`${type}-${token}${extension}`, 'file'),
    ),
    mime: extension === usual.extension ? usual.mime : null,
    sizeBytes: readCount(message['file_size']) ?? readCount(message['size']),
    durationSeconds: readNumber(message['duration']),
    width: null,
    height: null,
    remoteRef,
    state: 'pending',
  }
  return [attachment]
}

function lines(...parts: (string | null)[]): string {
  return [...new Set(parts.filter((part) => part !== null && part !== ''))].join('\n')
}
