import type { ReactElement, ReactNode } from 'react'
import { downloadHref } from '../lib/download-href.ts'
import { useFormat } from '../lib/use-format.ts'
import { useWords } from '../lib/words.ts'
import classes from './file-tile.module.css'

type Props = {
  name: string
  sizeBytes: number | null
  /** Null while it cannot be downloaded: then `state` says why. */
  url: string | null
  state?: 'pending' | 'no_room' | 'ready' | 'too_big' | 'gone'
  /** Instead of the size: how far an upload is. */
  note?: ReactNode
}

/** A file by name and size; a click downloads it. */
export function FileTile({ name, sizeBytes, url, state = 'ready', note }: Props): ReactElement {
  const say = useWords()
  const format = useFormat()
  const size = sizeBytes === null ? '' : format.size(sizeBytes)
  const content = (
    <>
      <span className={classes.badge} aria-hidden="true">
        {extension(name)}
      </span>
      <span className={classes.words}>
        <bdi className={classes.name} title={name}>
          {name}
        </bdi>
        <span className={classes.size}>{note ?? (state === 'ready' ? size : say(`msg.file.${state}`))}</span>
      </span>
    </>
  )
  if (!url || state !== 'ready') return <div className={`${classes.tile} ${classes.plain}`}>{content}</div>
  const label = `${say('c.download.name', { name })}${size ? `, ${size}` : ''}`
  return (
    <a className={classes.tile} href={downloadHref(url)} download={name} aria-label={label}>
      {content}
    </a>
  )
}

function extension(name: string): string {
  const found = /\.([\p{L}\p{N}]{1,4})$/u.exec(name)
  return found?.[1]?.toUpperCase() ?? '…'
}
