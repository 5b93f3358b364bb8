import { Button, Group, Modal, Stack, Switch, TextInput, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { placeholders } from '#contract/placeholders'
import type { Placeholder } from '#contract/placeholders'
import { changeQuickAnswer, createQuickAnswer } from '#contract/quick-answers'
import type { QuickAnswer } from '#contract/quick-answers'
import { call } from '../../lib/api.ts'
import { putText } from '../../lib/put-text.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { useFiles } from '../composer/use-files.ts'
import { AnswerFiles } from './answer-files.tsx'
import { quickAnswerWords } from './labels.ts'
import { quickAnswersQuery } from './quick-answers-data.ts'
import classes from './quick-answers.module.css'

type QuickAnswerDialogProps = {
  /** What is changed; a new one; null: closed. */
  editing: QuickAnswer | 'new' | null
  mayShare: boolean
  onClose: () => void
}

/** Makes or changes a quick answer. */
export function QuickAnswerDialog({ editing, mayShare, onClose }: QuickAnswerDialogProps): ReactElement {
  const say = useWords(quickAnswerWords)
  return (
    <Modal
      opened={editing !== null}
      onClose={onClose}
      title={editing === 'new' ? say('qa.new') : say('qa.edit')}
    >
      {editing && (
        <AnswerForm
          key={editing === 'new' ? 'new' : editing.id}
          before={editing === 'new' ? null : editing}
          mayShare={mayShare}
          onClose={onClose}
        />
      )}
    </Modal>
  )
}

const schema = createQuickAnswer.body.pick({ shortcut: true, text: true, isShared: true })

type AnswerFormProps = { before: QuickAnswer | null; mayShare: boolean; onClose: () => void }

function AnswerForm({ before, mayShare, onClose }: AnswerFormProps): ReactElement {
  const say = useWords(quickAnswerWords)
  const client = useQueryClient()
  const [id] = useState(() => before?.id ?? crypto.randomUUID())
  const files = useFiles(before?.files ?? [])
  const field = useRef<HTMLTextAreaElement>(null)
  const isReady = files.files.every((file) => file.state === 'ready')
  const form = useForm({
    initial: { shortcut: before?.shortcut ?? '', text: before?.text ?? '', isShared: false },
    schema,
    fieldOf: { 'quick_answer.taken': 'shortcut', 'message.empty': 'text' },
    save: async ({ shortcut, text, isShared }) => {
      const fileIds = files.files.flatMap((file) => (file.stored ? [file.stored.id] : []))
      await (before
        ? call(changeQuickAnswer, { quickAnswerId: id, shortcut, text, fileIds })
        : call(createQuickAnswer, { id, isShared, shortcut, text, fileIds }))
      await client.invalidateQueries({ queryKey: quickAnswersQuery.queryKey })
      onClose()
      toast(say('qa.saved'))
    },
  })
  const put = (name: Placeholder): void => {
    const at = field.current?.selectionStart ?? form.values.text.length
    const end = field.current?.selectionEnd ?? at
    const written = `{{${name}}}`
    const text = form.values.text.slice(0, at) + written + form.values.text.slice(end)
    putText(field, () => form.set('text', text), at + written.length)
  }
  return (
    <form {...form.props}>
      <Stack gap="md">
        <TextInput
          label={say('qa.shortcut')}
          description={say('qa.shortcut.d')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          leftSection="/"
          autoComplete="off"
          autoCapitalize="none"
          data-autofocus
          maxLength={32}
          value={form.values.shortcut}
          error={form.problems.shortcut}
          onChange={(event) => form.set('shortcut', event.currentTarget.value)}
        />
        <Textarea
          ref={field}
          label={say('qa.text')}
          autosize
          minRows={4}
          maxRows={12}
          maxLength={20_000}
          dir="auto"
          value={form.values.text}
          error={form.problems.text}
          onChange={(event) => form.set('text', event.currentTarget.value)}
        />
        <div>
          <p id="answer-puts" className={classes.label}>
            {say('qa.put')}
          </p>
          <div className={classes.puts} role="group" aria-labelledby="answer-puts">
            {placeholders.map((name) => (
              <Button key={name} size="compact-sm" variant="default" onClick={() => put(name)}>
                {say(`qa.p.${name}`)}
              </Button>
            ))}
          </div>
          <p className={classes.hint}>{say('qa.put.d', { name: '{{contact.firstName}}' })}</p>
        </div>
        <AnswerFiles files={files} />
        {!before && mayShare && (
          <Switch
            label={say('qa.isShared')}
            checked={form.values.isShared}
            onChange={(event) => form.set('isShared', event.currentTarget.checked)}
          />
        )}
        <FormFailure text={form.failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving} disabled={!isReady}>
            {say('c.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
