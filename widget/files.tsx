/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Language } from '#contract/common'
import type { VisitorMessage } from '#contract/website'
import { formatBytes } from './format.ts'
import { Icon } from './icons.tsx'
import type { QueuedFile } from './queue-store.ts'
import type { ShownPicture } from './viewer.tsx'
import { fill, type Words } from './words.ts'

type SentFile = VisitorMessage['files'][number]
type SentProps = {
  file: SentFile
  words: Words
  language: Language
  onOpen: (picture: ShownPicture) => void
}

export function SentFileView({ file, words, language, onOpen }: SentProps): VNode {
  const [isBroken, setBroken] = useState(false)
  const { url, kind, name } = file
  useEffect(() => setBroken(false), [url])
  if (url === null) return <FileLine name={name} note={words.fileGone} />
  const onError = (): void => setBroken(true)
  if (!isBroken && (kind === 'photo' || kind === 'animation') && !file.mime?.startsWith('video/')) {
    const label = fill(words.openPicture, { name })
    return (
      <button
        type="button"
        class="picture"
        aria-label={label}
        title={name}
        onClick={() => onOpen({ url, name })}
      >
        <img src={url} alt="" loading="lazy" onError={onError} />
      </button>
    )
  }
  if (!isBroken && (kind === 'video' || kind === 'video_note' || kind === 'animation')) {
    return <video class="video" src={url} controls preload="metadata" aria-label={name} onError={onError} />
  }
  if (!isBroken && (kind === 'voice' || kind === 'audio')) {
    return <audio class="audio" src={url} controls preload="metadata" aria-label={name} onError={onError} />
  }
  const size = file.sizeBytes === null ? '' : formatBytes(file.sizeBytes, language)
  const label = fill(words.download, { name })
  return (
    <a class="file" href={url} download={name} target="_blank" rel="noopener noreferrer" aria-label={label}>
      <Icon name="file" />
      <span class="file-name">
        <bdi>{name}</bdi>
        <small>{size}</small>
      </span>
      <Icon name="save" size={20} />
    </a>
  )
}

type QueuedProps = {
  file: QueuedFile
  share: number | null
  words: Words
  language: Language
  onCancel: () => void
}

export function QueuedFileView({ file, share, words, language, onCancel }: QueuedProps): VNode {
  const url = usePreview(file.content)
  return (
    <div class="queued-file">
      {url === null ? (
        <FileLine name={file.name} note={formatBytes(file.sizeBytes, language)} />
      ) : (
        <img class="picture" src={url} alt={file.name} />
      )}
      {share !== null && <progress value={share} max={1} aria-label={`${words.sending} ${file.name}`} />}
      {!file.isStored && (
        <button
          type="button"
          class="cancel"
          aria-label={fill(words.cancelFile, { name: file.name })}
          title={words.cancel}
          onClick={onCancel}
        >
          <Icon name="close" size={16} />
        </button>
      )}
    </div>
  )
}

function FileLine({ name, note }: { name: string; note: string }): VNode {
  return (
    <span class="file">
      <Icon name="file" />
      <span class="file-name">
        <bdi>{name}</bdi>
        <small>{note}</small>
      </span>
    </span>
  )
}

/** The address of a picture that is still here; null for other files and until it is known to be one. */
export function usePreview(content: Blob): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(content.type)) return
    const address = URL.createObjectURL(content)
    const probe = new Image()
    probe.addEventListener('load', () => setUrl(address))
    probe.src = address
    return () => {
      setUrl(null)
      URL.revokeObjectURL(address)
    }
  }, [content])
  return url
}
