import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { changeScheduled } from '#contract/scheduled'
import type { ScheduledMessage } from '#contract/scheduled'
import { call } from '../../lib/api.ts'
import { useForm } from '../../lib/use-form.ts'
import { useSession } from '../../lib/session.ts'
import { instantOfWall, wallTime } from '../../lib/wall-time.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { scheduledWords } from './labels.ts'
import { WhenField } from './when-field.tsx'

type ChangeDialogProps = { scheduled: ScheduledMessage | null; onClose: () => void }

/** Another text or time of a message that has not left. */
export function ChangeDialog({ scheduled, onClose }: ChangeDialogProps): ReactElement {
  const say = useWords(scheduledWords)
  return (
    <Modal opened={scheduled !== null} onClose={onClose} title={say('sch.change.t')}>
      {scheduled && <ChangeForm key={scheduled.id} scheduled={scheduled} onClose={onClose} />}
    </Modal>
  )
}

const schema = z.object({ text: changeScheduled.body.shape.text, at: z.string().min(1) })

function ChangeForm({
  scheduled,
  onClose,
}: {
  scheduled: ScheduledMessage
  onClose: () => void
}): ReactElement {
  const say = useWords(scheduledWords)
  const { timeZone } = useSession().user
  const before = wallTime(new Date(scheduled.at), timeZone)
  const form = useForm({
    initial: { text: scheduled.text, at: before },
    schema,
    fieldOf: { 'message.empty': 'text' },
    save: async ({ text, at }) => {
      const instant = at === before ? null : instantOfWall(at, timeZone)
      await call(changeScheduled, {
        scheduledId: scheduled.id,
        text,
        ...(instant && { at: instant.toISOString() }),
      })
      onClose()
    },
  })
  return (
    <form {...form.props}>
      <Stack gap="md">
        <Textarea
          label={say('sch.change.text')}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={20_000}
          dir="auto"
          data-autofocus
          value={form.values.text}
          error={form.problems.text}
          onChange={(event) => form.set('text', event.currentTarget.value)}
        />
        <WhenField
          value={form.values.at}
          error={form.problems.at}
          onChange={(wall) => form.set('at', wall)}
        />
        <FormFailure text={form.failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving}>
            {say('c.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
