import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { ConversationRow } from '#contract/conversations'
import { handOverConversation } from '#contract/hand-over'
import { call } from '../../lib/api.ts'
import { useColleagueName } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { toast } from '../../ui/toasts.tsx'
import { useColleagueChoices } from './colleague-choices.ts'
import { staffWords } from './staff-labels.ts'

type Props = { row: ConversationRow; onClose: () => void }

/** Who takes the conversation on, and what he should know. */
export function GiveDialog({ row, onClose }: Props): ReactElement {
  const say = useWords(staffWords)
  const client = useQueryClient()
  const nameOf = useColleagueName()
  const choices = useColleagueChoices(row.responsibleUserId)
  const form = useForm<{ toUserId: number | null; comment: string }>({
    initial: { toUserId: null, comment: '' },
    schema: handOverConversation.body,
    fieldOf: { 'user.not_found': 'toUserId' },
    save: async ({ toUserId, comment }) => {
      if (toUserId === null) return
      await call(handOverConversation, { number: row.number, toUserId, comment })
      toast(say('st.give.done', { name: nameOf(toUserId) ?? '' }))
      onClose()
      // Who gives it out of his own sight is shown so.
      await client.invalidateQueries()
    },
  })
  return (
    <Modal opened onClose={onClose} title={say('st.give')}>
      <form {...form.props}>
        <Stack gap="md">
          <Select
            label={say('st.give.to')}
            description={say(`st.give.d.${row.card?.kind ?? 'none'}`)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            data={choices}
            value={form.values.toUserId === null ? null : String(form.values.toUserId)}
            error={form.problems.toUserId}
            searchable
            data-autofocus
            onChange={(value) => form.set('toUserId', value === null ? null : Number(value))}
          />
          <Textarea
            label={say('st.give.comment')}
            description={say('st.give.comment.d')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autosize
            minRows={2}
            maxRows={8}
            value={form.values.comment}
            error={form.problems.comment}
            onChange={(event) => form.set('comment', event.currentTarget.value)}
          />
          <FormFailure text={form.failure} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {say('c.cancel')}
            </Button>
            <Button type="submit" loading={form.isSaving}>
              {say('st.hand.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
