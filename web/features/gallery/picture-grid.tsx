import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { GalleryItem } from '#contract/gallery'
import { downloadHref } from '../../lib/download-href.ts'
import { useWords } from '../../lib/words.ts'
import { PictureViewer } from '../../ui/picture-viewer.tsx'
import { galleryWords } from './labels.ts'
import { SourceLine } from './source-line.tsx'
import classes from './gallery.module.css'

type Props = { items: readonly GalleryItem[]; onJump: (item: GalleryItem) => void }

const isPicture = ({ file }: GalleryItem): boolean => file.mime.startsWith('image/')

/** Pictures open over the whole screen; a film is downloaded. */
export function PictureGrid({ items, onJump }: Props): ReactElement {
  const say = useWords(galleryWords)
  const [shown, setShown] = useState<number | null>(null)
  const pictures = items.filter(isPicture)
  return (
    <>
      <ul className={classes.grid}>
        {items.map((item) => (
          <li key={item.id} className={classes.cell}>
            {isPicture(item) ? (
              <button
                type="button"
                className={classes.tile}
                aria-label={say('gal.open', { name: item.file.name })}
                onClick={() => setShown(pictures.indexOf(item))}
              >
                <img className={classes.picture} src={item.file.url} alt="" loading="lazy" />
              </button>
            ) : (
              <a
                className={classes.tile}
                href={downloadHref(item.file.url)}
                download={item.file.name}
                aria-label={say('c.download.name', { name: item.file.name })}
              >
                <IconPlayerPlayFilled size={24} aria-hidden="true" />
                <bdi className={classes.film}>{item.file.name}</bdi>
              </a>
            )}
            <SourceLine item={item} onJump={() => onJump(item)} />
          </li>
        ))}
      </ul>
      <PictureViewer
        pictures={pictures.map(({ file }) => ({ url: file.url, name: file.name }))}
        index={shown}
        onIndex={setShown}
        onClose={() => setShown(null)}
      />
    </>
  )
}
