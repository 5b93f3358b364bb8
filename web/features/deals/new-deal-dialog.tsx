import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { createDeal } from '#contract/deals'
import type { PipelineView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { parseMoney } from '../../lib/parse-money.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { ContactSelect } from '../contacts/contact-select.tsx'
import type { ChosenContact } from '../contacts/contact-select.tsx'
import { useRequiredFields } from '../fields/use-required-fields.tsx'
import type { FilledFields, RequiredFields } from '../fields/use-required-fields.tsx'
import { dealListWords } from './list-labels.ts'
import { stageKey } from './stage-key.ts'
import { usePipelines } from './use-pipelines.ts'

type NewDealDialogProps = {
  isOpen: boolean
  onClose: () => void
  /** The contact it is about, when it is made from its page. */
  contact?: ChosenContact
  /** The stage one is looking at. */
  place?: { pipelineId: number | null; stageId: number | null }
}

/** Makes a deal by hand and opens it. */
export function NewDealDialog({ isOpen, onClose, ...rest }: NewDealDialogProps): ReactElement {
  const say = useWords(dealListWords)
  const pipelines = usePipelines()
  const required = useRequiredFields('deal', 'make')
  return (
    <>
      <Modal opened={isOpen} onClose={onClose} title={say('deals.new')} closeOnEscape={!required.isAsking}>
        <NewDealForm
          key={pipelines.length}
          {...rest}
          pipelines={pipelines}
          required={required}
          onClose={onClose}
        />
      </Modal>
      {required.dialog}
    </>
  )
}

type Values = { name: string; budget: string; stageId: string; contactId: ChosenContact | null }
type FormProps = Omit<NewDealDialogProps, 'isOpen'> & {
  pipelines: readonly PipelineView[]
  required: RequiredFields
}

const schema = z.object({
  name: createDeal.body.shape.name,
  budget: z.string().refine((typed) => createDeal.body.shape.budget.safeParse(parseMoney(typed)).success),
})

function NewDealForm({ pipelines, required, contact, place: seen, onClose }: FormProps): ReactElement {
  const say = useWords(dealListWords)
  const router = useRouter()
  const create = useCreate()
  const stages = pipelines.map((pipeline) => ({
    ...pipeline,
    // A deal made by hand is accepted already.
    stages: pipeline.stages.filter((stage) => stage.kind !== 'incoming'),
  }))
  const usual = stages.find((each) => each.id === seen?.pipelineId) ?? stages.find((each) => each.isMain)
  const usualStage = usual?.stages.find((stage) => stage.id === seen?.stageId) ?? usual?.stages[0]
  const form = useForm<Values>({
    initial: { name: '', budget: '', stageId: stageKey(usual, usualStage), contactId: contact ?? null },
    schema,
    fieldOf: {
      'pipeline.not_found': 'stageId',
      'stage.not_found': 'stageId',
      'contact.not_found': 'contactId',
    },
    save: async ({ name, budget, stageId, contactId }) => {
      const place = stages
        .flatMap((each) => each.stages.map((stage) => ({ each, stage })))
        .find(({ each, stage }) => stageKey(each, stage) === stageId)
      const make = async (fields?: FilledFields): Promise<void> => {
        const wish = {
          name,
          budget: parseMoney(budget),
          ...(place && { pipelineId: place.each.id, stageId: place.stage.id }),
          ...(contactId && { contactId: contactId.id }),
          fields,
        }
        const deal = await create(wish, (requestId) => call(createDeal, { requestId, ...wish }))
        onClose()
        router.history.push(`/deals/${deal.id}`)
      }
      await make().catch(required.orAskOnly(make))
    },
  })
  return (
    <form {...form.props}>
      <Stack gap="md">
        <TextInput
          label={say('newDeal.name')}
          placeholder={say('newDeal.name.hint')}
          value={form.values.name}
          error={form.problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
          data-autofocus
          autoComplete="off"
        />
        <ContactSelect
          label={say('newDeal.contact')}
          placeholder={say('newDeal.contact.hint')}
          nothingFound={say('newDeal.contact.none')}
          value={form.values.contactId}
          onChange={(chosen) => form.set('contactId', chosen)}
          error={form.problems.contactId}
        />
        <Select
          label={say('newDeal.stage')}
          data={stages.map((pipeline) => ({
            group: pipeline.name,
            items: pipeline.stages.map((stage) => ({ value: stageKey(pipeline, stage), label: stage.name })),
          }))}
          value={form.values.stageId}
          onChange={(chosen) => chosen !== null && form.set('stageId', chosen)}
          allowDeselect={false}
          error={form.problems.stageId}
        />
        <TextInput
          label={say('newDeal.budget')}
          inputMode="decimal"
          value={form.values.budget}
          error={form.problems.budget}
          onChange={(event) => form.set('budget', event.currentTarget.value)}
          autoComplete="off"
        />
        <FormFailure text={form.failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving}>
            {say('newDeal.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
