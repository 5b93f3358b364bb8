import type { ReactElement } from 'react'
import type { GalleryItem } from '#contract/gallery'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { galleryWords } from './labels.ts'
import classes from './gallery.module.css'

/** Who brought a file, when, and the way to where it stands in the feed. */
export function SourceLine({ item, onJump }: { item: GalleryItem; onJump: () => void }): ReactElement {
  const say = useWords(galleryWords)
  const format = useFormat()
  const { author, at, source, file } = item
  const where = source.from === 'note' ? say('gal.note') : source.from === 'internal' ? say('gal.team') : null
  return (
    <span className={classes.source}>
      <bdi>{author.name}</bdi>
      {where !== null && <span>{where}</span>}
      <time dateTime={at} title={format.exact(at)}>
        {format.dateTime(at)}
      </time>
      <button
        type="button"
        className={classes.jump}
        aria-label={say('gal.toFeed.of', { name: file.name })}
        onClick={onJump}
      >
        {say('gal.toFeed')}
      </button>
    </span>
  )
}
