import { useState } from 'react'
import type { ReactElement } from 'react'
import classes from './video-player.module.css'
import { FileTile } from './file-tile.tsx'

type Props = {
  url: string
  name: string
  width?: number | null
  height?: number | null
  sizeBytes?: number | null
  /** A short round video message. */
  isRound?: boolean
  /** A silent loop, as messengers send instead of GIFs. */
  isLoop?: boolean
}

/** A film in its place in the chat; one the browser cannot play is offered as a file. */
export function VideoPlayer({ url, name, width, height, sizeBytes, isRound, isLoop }: Props): ReactElement {
  const [isBroken, setBroken] = useState(false)
  if (isBroken) return <FileTile name={name} url={url} sizeBytes={sizeBytes ?? null} />
  const ratio = isRound ? 1 : width && height ? Math.min(2, Math.max(0.6, width / height)) : 16 / 9
  return (
    // Messengers send no captions.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    <video
      className={isRound ? `${classes.video} ${classes.round}` : classes.video}
      style={{ aspectRatio: String(ratio) }}
      src={url}
      controls
      loop={isLoop}
      muted={isLoop}
      playsInline
      preload="metadata"
      aria-label={name}
      onError={() => setBroken(true)}
    />
  )
}
