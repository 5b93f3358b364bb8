import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { z } from 'zod'
import { addPurchase, purchaseAmount } from '#contract/customers'
import type { CustomerView, PurchaseView } from '#contract/customers'
import { parseMoney } from '../../lib/parse-money.ts'
import { useForm } from '../../lib/use-form.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ConfirmButton } from '../../ui/confirm-button.tsx'
import { FormFailure } from '../../ui/form-failure.tsx'
import { errorToast } from '../../ui/toasts.tsx'
import { customerWords } from './labels.ts'
import { useSavePurchase } from './use-purchases.ts'

type PurchaseDialogProps = {
  customer: CustomerView
  /** null: it is closed. */
  purchase: PurchaseView | 'new' | null
  onClose: () => void
}

/** Writes down a purchase, or changes one. */
export function PurchaseDialog({ customer, purchase, onClose }: PurchaseDialogProps): ReactElement {
  const say = useWords(customerWords)
  const title = say(purchase === 'new' ? 'cust.purchase.add' : 'cust.purchase.change')
  return (
    <Modal opened={purchase !== null} onClose={onClose} title={title}>
      {purchase !== null && (
        <PurchaseForm customer={customer} purchase={purchase === 'new' ? null : purchase} onClose={onClose} />
      )}
    </Modal>
  )
}

type FormProps = { customer: CustomerView; purchase: PurchaseView | null; onClose: () => void }

const { boughtOn, comment } = addPurchase.body.shape
const schema = z.object({
  amount: z.string().refine((typed) => purchaseAmount.safeParse(parseMoney(typed)).success),
  boughtOn,
  comment,
  next: z.union([z.literal(''), boughtOn]),
})

function PurchaseForm({ customer, purchase, onClose }: FormProps): ReactElement {
  const say = useWords(customerWords)
  const format = useFormat()
  const saving = useSavePurchase(customer.id)
  // One id for all tries of this dialog: what is sent twice is one purchase.
  const [id] = useState(() => crypto.randomUUID())
  const form = useForm({
    initial: {
      amount: purchase ? String(purchase.amount) : '',
      boughtOn: purchase?.boughtOn ?? format.dayKey(Date.now()),
      comment: purchase?.comment ?? '',
      next: customer.nextPurchaseOn ?? '',
    },
    schema,
    save: async ({ next, ...values }) => {
      const whole = { ...values, amount: parseMoney(values.amount) ?? 0 }
      if (purchase) await saving.change(purchase.id, whole)
      else await saving.add(id, { ...whole, nextPurchaseOn: next === '' ? null : next })
      onClose()
    },
  })
  const { values, problems } = form
  return (
    <form {...form.props}>
      <Stack gap="md">
        <TextInput
          label={say('cust.purchase.amount')}
          inputMode="decimal"
          value={values.amount}
          error={problems.amount}
          onChange={(event) => form.set('amount', event.currentTarget.value)}
          data-autofocus
          autoComplete="off"
        />
        <TextInput
          label={say('cust.purchase.day')}
          type="date"
          value={values.boughtOn}
          error={problems.boughtOn}
          onChange={(event) => form.set('boughtOn', event.currentTarget.value)}
        />
        <TextInput
          label={say('cust.purchase.comment')}
          value={values.comment}
          error={problems.comment}
          onChange={(event) => form.set('comment', event.currentTarget.value)}
          autoComplete="off"
        />
        {purchase === null && (
          <TextInput
            label={say('cust.purchase.next')}
            type="date"
            value={values.next}
            error={problems.next}
            onChange={(event) => form.set('next', event.currentTarget.value)}
          />
        )}
        <FormFailure text={form.failure} />
        <Group justify={purchase ? 'space-between' : 'flex-end'} gap="sm">
          {purchase && (
            <ConfirmButton
              variant="subtle"
              color="red"
              question={say('cust.purchase.delete.ask')}
              onConfirm={() => void saving.remove(purchase.id).then(onClose, errorToast)}
            >
              {say('cust.purchase.delete')}
            </ConfirmButton>
          )}
          <Group gap="sm">
            <Button variant="default" onClick={onClose}>
              {say('c.cancel')}
            </Button>
            <Button type="submit" loading={form.isSaving}>
              {say('cust.purchase.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
