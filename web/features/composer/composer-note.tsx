import { IconAlertCircle, IconInfoCircle, IconPhoto } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import type { ComposerFile, SplitNoteView } from './composer-files.ts'
import { composerWords } from './labels.ts'
import classes from './composer.module.css'

type ComposerNoteProps = { split: SplitNoteView; files: readonly ComposerFile[]; channelName: string }

/** What will leave, said beforehand: into how many messages, as an album, and what the messenger will not take. */
export function ComposerNote({ split, files, channelName }: ComposerNoteProps): ReactElement | null {
  const say = useWords(composerWords)
  const format = useFormat()
  if (split.refused.length > 0) {
    return (
      <div className={classes.note} data-tone="danger" role="alert">
        <IconAlertCircle size={16} />
        <div>
          {split.refused.map(({ position, limitBytes }) => (
            <div key={position}>
              {say('comp.refused', { name: files[position]?.name ?? '', limit: format.size(limitBytes) })}
            </div>
          ))}
        </div>
      </div>
    )
  }
  if (split.count < 2 && !split.isAlbum) return null
  return (
    <div className={classes.note} role="status">
      {split.isAlbum ? <IconPhoto size={16} /> : <IconInfoCircle size={16} />}
      <div>
        <div className={classes.noteMain}>
          {split.isAlbum
            ? say('comp.album', { channel: channelName })
            : say('comp.split', { channel: channelName, count: split.count })}
        </div>
        {split.reason && <div className={classes.noteWhy}>{say(`comp.split.${split.reason}`)}</div>}
      </div>
    </div>
  )
}
