import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { deleteCompanies, restoreCompanies } from '#contract/companies'
import { call } from '../../lib/api.ts'
import { say as sayNow, useWords } from '../../lib/words.ts'
import { errorToast, undoToast } from '../../ui/toasts.tsx'
import { liveCompanies } from './company-list.ts'
import { companyWords } from './labels.ts'
import { tellSkipped } from './use-change-companies.ts'

type Props = {
  ids: readonly number[]
  /** How many contacts and deals stay behind; left out where it is not known. */
  left?: { contacts: number; deals: number }
  isDisabled?: boolean
  onDone: () => void
  /** What opens the question; a plain button unless told. */
  renderOpener?: (open: () => void) => ReactNode
}

/** Deletes companies: says what becomes of their contacts and deals, and can be taken back. */
export function DeleteCompanies({
  ids,
  left,
  isDisabled = false,
  onDone,
  renderOpener,
}: Props): ReactElement {
  const say = useWords(companyWords)
  const client = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const restore = async (companyIds: number[]): Promise<void> => {
    const { rows, skipped } = await call(restoreCompanies, { companyIds })
    for (const row of rows) liveCompanies.put(client, row)
    tellSkipped(skipped.length)
    // What stood without its company meanwhile has it again.
    await client.invalidateQueries()
  }
  const remove = async (): Promise<void> => {
    setBusy(true)
    try {
      const { deletedIds, skipped } = await call(deleteCompanies, { companyIds: [...ids] })
      for (const id of deletedIds) liveCompanies.drop(client, id)
      tellSkipped(skipped.length)
      if (deletedIds.length > 0) {
        undoToast(sayNow(companyWords)('companies.deleted', { count: deletedIds.length }), () => {
          void restore(deletedIds).catch(errorToast)
        })
      }
      setAsked(false)
      onDone()
    } catch (error) {
      errorToast(error)
    }
    setBusy(false)
  }
  return (
    <>
      {renderOpener ? (
        renderOpener(() => setAsked(true))
      ) : (
        <Button variant="subtle" color="red" disabled={isDisabled} onClick={() => setAsked(true)}>
          {say('companies.delete')}
        </Button>
      )}
      <Modal
        opened={isAsked}
        onClose={() => setAsked(false)}
        title={say('companies.delete.title', { count: ids.length })}
      >
        <Stack gap="md">
          <Text size="sm">{left ? say('companies.delete.left', left) : say('companies.delete.text')}</Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={() => setAsked(false)}>
              {say('c.cancel')}
            </Button>
            <Button color="red" loading={isBusy} onClick={() => void remove()} data-autofocus>
              {say('companies.delete')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
