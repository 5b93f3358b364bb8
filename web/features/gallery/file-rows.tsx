import type { ReactElement } from 'react'
import type { GalleryItem } from '#contract/gallery'
import { FileTile } from '../../ui/file-tile.tsx'
import { VoicePlayer } from '../../ui/voice-player.tsx'
import { SourceLine } from './source-line.tsx'
import classes from './gallery.module.css'

type Props = { items: readonly GalleryItem[]; onJump: (item: GalleryItem) => void }

/** Documents to download, recordings to listen to. */
export function FileRows({ items, onJump }: Props): ReactElement {
  return (
    <ul className={classes.rows}>
      {items.map((item) => (
        <li key={item.id} className={classes.row}>
          {item.kind === 'voice' || item.kind === 'audio' ? (
            <VoicePlayer
              url={item.file.url}
              durationSeconds={item.durationSeconds}
              {...(item.kind === 'audio' && { name: item.file.name })}
            />
          ) : (
            <FileTile name={item.file.name} sizeBytes={item.file.sizeBytes} url={item.file.url} />
          )}
          <SourceLine item={item} onJump={() => onJump(item)} />
        </li>
      ))}
    </ul>
  )
}
