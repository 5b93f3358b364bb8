import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { createDeal } from '#contract/deals'
import { call } from '../../lib/api.ts'
import { parseMoney } from '../../lib/parse-money.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { useRequiredFields } from '../fields/use-required-fields.tsx'
import type { FilledFields } from '../fields/use-required-fields.tsx'
import { boardWords } from './board-labels.ts'
import { liveDeals } from './deal-list.ts'
import { totalsKey } from './use-deal-totals.ts'
import classes from './board.module.css'

const schema = z.object({
  name: createDeal.body.shape.name,
  budget: z.string().refine((typed) => createDeal.body.shape.budget.safeParse(parseMoney(typed)).success),
})

type Props = { pipelineId: number; stageId: number; onClose: () => void }

/** Makes a deal at the top of a column and stays there, ready for the next one. */
export function QuickAdd({ pipelineId, stageId, onClose }: Props): ReactElement {
  const say = useWords(boardWords)
  const client = useQueryClient()
  const create = useCreate()
  const required = useRequiredFields('deal', 'make')
  const form = useForm({
    initial: { name: '', budget: '' },
    schema,
    save: async ({ name, budget }) => {
      const place = { pipelineId, stageId }
      const make = async (fields?: FilledFields): Promise<void> => {
        const wish = { name, budget: parseMoney(budget), ...place, fields }
        const deal = await create(wish, (requestId) => call(createDeal, { requestId, ...wish }))
        liveDeals.put(client, deal)
        void client.invalidateQueries({ queryKey: totalsKey })
        form.set('name', '')
        form.set('budget', '')
        form.props.ref.current?.querySelector('input')?.focus()
      }
      await make().catch(required.orAskOnly(make))
    },
  })
  return (
    <>
      <form
        {...form.props}
        className={classes.add}
        onKeyDown={(event) => {
          form.props.onKeyDown(event)
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onClose()
        }}
      >
        <TextInput
          aria-label={say('board.add.name')}
          placeholder={say('board.add.name')}
          value={form.values.name}
          error={form.problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
          autoFocus
          autoComplete="off"
        />
        <TextInput
          aria-label={say('board.add.budget')}
          placeholder={say('board.add.budget')}
          inputMode="decimal"
          value={form.values.budget}
          error={form.problems.budget}
          onChange={(event) => form.set('budget', event.currentTarget.value)}
          autoComplete="off"
        />
        <FormFailure text={form.failure} />
        <div className={classes.addButtons}>
          <Button size="xs" type="submit" loading={form.isSaving}>
            {say('c.add')}
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={onClose}>
            {say('c.cancel')}
          </Button>
        </div>
      </form>
      {required.dialog}
    </>
  )
}
