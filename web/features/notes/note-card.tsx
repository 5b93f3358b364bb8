import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconLock, IconPencil, IconPin, IconPinnedOff, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { deleteNote, pinNote } from '#contract/notes'
import type { NoteView } from '#contract/notes'
import { fileKindOf } from '#contract/split'
import type { AttachmentView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { RichText } from '../../ui/rich-text.tsx'
import { errorToast, toast } from '../../ui/toasts.tsx'
import { MessageMedia } from '../chat/message-media.tsx'
import { DeleteNoteDialog } from './delete-note-dialog.tsx'
import { noteWords } from './labels.ts'
import { NoteDialog } from './note-dialog.tsx'
import { useNotesChanged } from './use-notes-changed.ts'
import classes from './notes.module.css'

const icon = { size: 16, stroke: 1.75 } as const

type NoteCardProps = {
  note: NoteView
  /** Its beginning, and how many files it has. */
  isBrief?: boolean
}

/** A note with its files: whose, when, and that only the team sees it. */
export function NoteCard({ note, isBrief = false }: NoteCardProps): ReactElement {
  const say = useWords(noteWords)
  const format = useFormat()
  const changed = useNotesChanged()
  const [layer, setLayer] = useState<'edit' | 'delete' | null>(null)
  const close = (): void => setLayer(null)
  const doing = (work: Promise<unknown>): void => {
    work.then(changed).catch(errorToast)
  }
  const remove = async (): Promise<void> => {
    await call(deleteNote, { noteId: note.id })
    toast(say('note.deleted'))
  }
  return (
    <article className={classes.note} aria-label={say(note.isPinned ? 'note.pinned' : 'note.one')}>
      <header className={classes.head}>
        <span className={classes.facts}>
          {note.isPinned && <IconPin size={14} stroke={1.75} aria-hidden="true" />}
          <span className={classes.author}>
            <bdi>{note.author.name}</bdi>
          </span>
          <span className={classes.team}>
            <IconLock size={14} stroke={1.75} aria-hidden="true" />
            {say('note.team')}
          </span>
          <time className={classes.time} dateTime={note.createdAt} title={format.exact(note.createdAt)}>
            {note.editedAt !== null && `${say('note.edited')} `}
            {format.dateTime(note.createdAt)}
          </time>
        </span>
        {(note.canEdit || note.canPin) && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={say('note.menu')} size={28}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {note.canPin && (
                <Menu.Item
                  leftSection={note.isPinned ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />}
                  onClick={() => doing(call(pinNote, { noteId: note.id, isPinned: !note.isPinned }))}
                >
                  {say(note.isPinned ? 'note.unpin' : 'note.pin')}
                </Menu.Item>
              )}
              {note.canEdit && (
                <>
                  <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => setLayer('edit')}>
                    {say('c.edit')}
                  </Menu.Item>
                  <Menu.Item
                    color="red"
                    leftSection={<IconTrash {...icon} />}
                    onClick={() => setLayer('delete')}
                  >
                    {say('c.delete')}
                  </Menu.Item>
                </>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </header>
      {note.text !== '' && (
        <div className={isBrief ? classes.brief : undefined}>
          <RichText text={note.text} />
        </div>
      )}
      {note.files.length > 0 &&
        (isBrief ? (
          <span className={classes.files}>{say('note.files', { count: note.files.length })}</span>
        ) : (
          <MessageMedia attachments={note.files.map(attachmentOf)} />
        ))}
      <NoteDialog isOpen={layer === 'edit'} holder={note.holder} before={note} onClose={close} />
      <DeleteNoteDialog isOpen={layer === 'delete'} onDelete={() => doing(remove())} onClose={close} />
    </article>
  )
}

/** A file of a note is shown like one of a message. */
function attachmentOf(file: NoteView['files'][number], position: number): AttachmentView {
  const { name, mime, sizeBytes, url, width, height } = file
  const kind = fileKindOf(mime)
  return { position, kind, name, mime, sizeBytes, url, width, height, durationSeconds: null, state: 'ready' }
}
