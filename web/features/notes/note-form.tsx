import { Button, Group, Textarea } from '@mantine/core'
import { IconLock, IconPaperclip } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { changeNote, createNote, mostNoteFiles } from '#contract/notes'
import type { NoteView } from '#contract/notes'
import type { EntityRef } from '#contract/common'
import { call } from '../../lib/api.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { ComposerFilesRow } from '../composer/composer-files-row.tsx'
import { useFiles } from '../composer/use-files.ts'
import { noteWords } from './labels.ts'
import { useNotesChanged } from './use-notes-changed.ts'
import classes from './notes.module.css'

type NoteFormProps = {
  holder: EntityRef
  /** Null: a new one. */
  before: NoteView | null
  onClose: () => void
}

const none: ReadonlySet<number> = new Set()
const schema = createNote.body.pick({ text: true })

/** Words and files for colleagues. */
export function NoteForm({ holder, before, onClose }: NoteFormProps): ReactElement {
  const say = useWords(noteWords)
  const changed = useNotesChanged()
  const [requestId] = useState(() => crypto.randomUUID())
  const [isTooMany, setTooMany] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const files = useFiles(before?.files ?? [])
  const isReady = files.files.every((file) => file.state === 'ready')
  const hasFailed = files.files.some((file) => file.state === 'failed')
  const form = useForm({
    initial: { text: before?.text ?? '' },
    schema,
    fieldOf: { 'note.empty': 'text' },
    save: async ({ text }) => {
      const fileIds = files.files.flatMap((file) => (file.stored ? [file.stored.id] : []))
      await (before
        ? call(changeNote, { noteId: before.id, text, fileIds })
        : call(createNote, { requestId, holder, text, fileIds }))
      await changed()
      onClose()
      toast(say('note.saved'))
    },
  })
  const attach = (chosen: readonly File[]): void => {
    const room = mostNoteFiles - files.files.length
    setTooMany(chosen.length > room)
    files.attach(chosen.slice(0, room))
  }
  return (
    <form {...form.props} className={classes.form}>
      <Textarea
        aria-label={say('note.text')}
        placeholder={say('note.ph')}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={20_000}
        dir="auto"
        data-autofocus
        value={form.values.text}
        error={form.problems.text}
        onChange={(event) => form.set('text', event.currentTarget.value)}
      />
      {files.files.length > 0 && (
        <ComposerFilesRow
          files={files.files}
          refused={none}
          onRemove={(id) => {
            setTooMany(false)
            files.detach(id)
          }}
          onRetry={files.retry}
        />
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          attach([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <FormFailure
        text={
          form.failure ??
          (hasFailed
            ? say('note.files.failed')
            : isTooMany
              ? say('note.files.most', { count: mostNoteFiles })
              : null)
        }
      />
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconPaperclip size={16} />}
          onClick={() => picker.current?.click()}
        >
          {say('note.attach')}
        </Button>
        <span className={classes.team}>
          <IconLock size={14} stroke={1.75} />
          {say('note.team')}
        </span>
        <Group gap="sm" ml="auto">
          <Button variant="subtle" color="gray" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving} disabled={!isReady}>
            {say('c.save')}
          </Button>
        </Group>
      </Group>
    </form>
  )
}
