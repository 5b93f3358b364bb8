import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { createCustomer } from '#contract/customers'
import type { PipelineView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useForm } from '../../lib/use-form.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { ContactSelect } from '../contacts/contact-select.tsx'
import type { ChosenContact } from '../contacts/contact-select.tsx'
import { useRequiredFields } from '../fields/use-required-fields.tsx'
import type { FilledFields, RequiredFields } from '../fields/use-required-fields.tsx'
import { customerWords } from './labels.ts'
import { useCustomerPipeline } from './use-customer-stages.ts'

type NewCustomerDialogProps = {
  isOpen: boolean
  onClose: () => void
  /** What one has looked for in vain. */
  name?: string
}

/** Makes a customer by hand and opens it. */
export function NewCustomerDialog({ isOpen, onClose, name = '' }: NewCustomerDialogProps): ReactElement {
  const say = useWords(customerWords)
  const pipeline = useCustomerPipeline()
  const required = useRequiredFields('customer', 'make')
  return (
    <>
      <Modal opened={isOpen} onClose={onClose} title={say('cust.new')} closeOnEscape={!required.isAsking}>
        {pipeline && (
          <NewCustomerForm pipeline={pipeline} required={required} name={name} onClose={onClose} />
        )}
      </Modal>
      {required.dialog}
    </>
  )
}

type Values = { name: string; contactId: ChosenContact | null; stageId: string; next: string }
type FormProps = { pipeline: PipelineView; required: RequiredFields; name: string; onClose: () => void }

const { name: nameSchema } = createCustomer.body.shape
const schema = z
  .object({
    name: z.union([z.literal(''), nameSchema]),
    contactId: z.object({ id: z.number() }).nullable(),
  })
  // Without a contact there is nothing it could be called after.
  .refine(({ name = '', contactId }) => name.trim() !== '' || contactId !== null, {
    path: ['name'],
    params: { problem: 'too_small' },
  })

function NewCustomerForm({ pipeline, required, name, onClose }: FormProps): ReactElement {
  const say = useWords(customerWords)
  const router = useRouter()
  const create = useCreate()
  const form = useForm<Values>({
    initial: { name, contactId: null, stageId: String(pipeline.stages[0]?.id ?? ''), next: '' },
    schema,
    fieldOf: { 'stage.not_found': 'stageId', 'contact.not_found': 'contactId' },
    save: async (values) => {
      const { contactId } = values
      const typed = values.name.trim()
      const make = async (fields?: FilledFields): Promise<void> => {
        const wish = {
          ...(typed !== '' && { name: typed }),
          ...(contactId && { contactId: contactId.id }),
          ...(values.stageId !== '' && { stageId: Number(values.stageId) }),
          nextPurchaseOn: values.next === '' ? null : values.next,
          fields,
        }
        const customer = await create(wish, (requestId) => call(createCustomer, { requestId, ...wish }))
        onClose()
        router.history.push(`/customers/${customer.id}`)
      }
      await make().catch(required.orAskOnly(make))
    },
  })
  const { values, problems } = form
  return (
    <form {...form.props}>
      <Stack gap="md">
        <ContactSelect
          label={say('cust.new.contact')}
          placeholder={say('cust.new.contact.hint')}
          nothingFound={say('cust.new.contact.none')}
          value={values.contactId}
          onChange={(chosen) => form.set('contactId', chosen)}
          error={problems.contactId}
        />
        <TextInput
          label={say('cust.new.name')}
          placeholder={say('cust.new.name.hint')}
          value={values.name}
          error={problems.name}
          onChange={(event) => form.set('name', event.currentTarget.value)}
          autoComplete="off"
        />
        <Select
          label={say('cust.new.stage')}
          data={pipeline.stages.map(({ id, name: label }) => ({ value: String(id), label }))}
          value={values.stageId}
          onChange={(chosen) => chosen !== null && form.set('stageId', chosen)}
          allowDeselect={false}
          error={problems.stageId}
        />
        <TextInput
          label={say('cust.next')}
          type="date"
          value={values.next}
          error={problems.next}
          onChange={(event) => form.set('next', event.currentTarget.value)}
        />
        <FormFailure text={form.failure} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {say('c.cancel')}
          </Button>
          <Button type="submit" loading={form.isSaving}>
            {say('cust.new.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
