import type { ReactElement } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { Notice } from '../../ui/notice.tsx'
import { SplitNote } from '../../ui/split-note.tsx'
import type { ComposerFile, SplitNoteView } from './composer-files.ts'
import { composerWords } from './labels.ts'
import classes from './composer.module.css'

type ComposerNoteProps = { split: SplitNoteView; files: readonly ComposerFile[]; channelName: string }

/** What will leave, said beforehand: into how many messages, as an album, and what the messenger will not take. */
export function ComposerNote({ split, files, channelName: channel }: ComposerNoteProps): ReactElement | null {
  const say = useWords(composerWords)
  const format = useFormat()
  const { refused, count, isAlbum, reason } = split
  if (refused.length === 0 && count < 2 && !isAlbum) return null
  return (
    <div className={classes.note}>
      {refused.map((one) => (
        <Notice key={one.position} tone="danger" isLive>
          {one.reason === 'too_large'
            ? say('comp.refused', {
                name: files[one.position]?.name ?? '',
                limit: format.size(one.limitBytes),
              })
            : say('comp.refusedEnding', {
                name: files[one.position]?.name ?? '',
                channel,
                ending: one.ending.toUpperCase(),
              })}
        </Notice>
      ))}
      {refused.length === 0 && (
        <SplitNote why={reason && say(`comp.split.${reason}`)}>
          {isAlbum ? say('comp.album', { channel }) : say('comp.split', { channel, count })}
        </SplitNote>
      )}
    </div>
  )
}
