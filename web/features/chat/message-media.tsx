import { useState } from 'react'
import type { ReactElement } from 'react'
import type { AttachmentView } from '#contract/messages'
import { Album } from '../../ui/album.tsx'
import { FileTile } from '../../ui/file-tile.tsx'
import { PictureViewer } from '../../ui/picture-viewer.tsx'
import { VideoPlayer } from '../../ui/video-player.tsx'
import { VoicePlayer } from '../../ui/voice-player.tsx'

/** What a message carries: pictures together, sound and film that play, the rest to download. */
export function MessageMedia({ attachments }: { attachments: readonly AttachmentView[] }): ReactElement {
  const pictures = attachments.filter((each) => each.kind === 'photo')
  const others = attachments.filter((each) => each.kind !== 'photo')
  return (
    <>
      {pictures.length > 0 && <Pictures pictures={pictures} />}
      {others.map((each) => (
        <Attachment key={each.position} attachment={each} />
      ))}
    </>
  )
}

function Pictures({ pictures }: { pictures: readonly AttachmentView[] }): ReactElement {
  const [shown, setShown] = useState<number | null>(null)
  const ready = pictures.flatMap(({ position, url, name, state }) =>
    url !== null && state === 'ready' ? [{ position, url, name }] : [],
  )
  return (
    <>
      <Album
        pictures={pictures.map(({ position, ...picture }) => ({ ...picture, key: String(position) }))}
        onOpen={(index) => {
          const position = pictures[index]?.position
          setShown(ready.findIndex((picture) => picture.position === position))
        }}
      />
      <PictureViewer pictures={ready} index={shown} onIndex={setShown} onClose={() => setShown(null)} />
    </>
  )
}

function Attachment({ attachment }: { attachment: AttachmentView }): ReactElement {
  const { kind, name, url, state, sizeBytes, durationSeconds, width, height, mime } = attachment
  if (url === null || state !== 'ready') {
    return (
      <FileTile name={name} sizeBytes={sizeBytes} url={null} state={state === 'ready' ? 'gone' : state} />
    )
  }
  switch (kind) {
    case 'voice':
      return <VoicePlayer url={url} durationSeconds={durationSeconds} />
    case 'audio':
      return <VoicePlayer url={url} durationSeconds={durationSeconds} name={name} />
    case 'video':
    case 'video_note':
      return (
        <VideoPlayer
          url={url}
          name={name}
          width={width}
          height={height}
          sizeBytes={sizeBytes}
          isRound={kind === 'video_note'}
        />
      )
    case 'animation':
      if (mime?.startsWith('image/') === true) return <Pictures pictures={[attachment]} />
      return <VideoPlayer url={url} name={name} width={width} height={height} sizeBytes={sizeBytes} isLoop />
    case 'photo':
    case 'document':
      return <FileTile name={name} sizeBytes={sizeBytes} url={url} />
  }
}
