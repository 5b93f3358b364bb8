import { IconBan, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import type { ContactView } from '#contract/contacts'
import type { ConversationDetail } from '#contract/conversations'
import { lazyLater } from '../../../lib/lazy-later.ts'
import { useWords } from '../../../lib/words.ts'
import { errorToast } from '../../../ui/toasts.tsx'
import { contactWords } from '../../contacts/labels.ts'
import { contactKey, useBlockContact } from '../../contacts/use-change-contact.ts'
import { detailKey } from '../../imbox/conversation-cache.ts'
import type { HeaderContext, HeaderEntry } from './header-entry.ts'

const BlockDialog = lazyLater(async () => (await import('../../contacts/contact-menu.tsx')).BlockDialog)

/** Blocks the client, or takes that back; for who may edit the contact. */
export function useBlockEntry({ row }: HeaderContext): HeaderEntry | null {
  const say = useWords(contactWords)
  const block = useBlockContact()
  const [isAsked, setAsked] = useState(false)
  // Whatever shows the client has loaded him; here one only looks.
  const detail = useQuery<ConversationDetail>({ queryKey: detailKey(row.number), enabled: false })
  const card = useQuery<ContactView>({ queryKey: contactKey(row.contact.id), enabled: false })
  const contact = detail.data?.contact ?? card.data
  if (!contact?.canEdit) return null
  if (contact.isBlocked) {
    return {
      id: 'block',
      label: say('contact.unblock'),
      icon: <IconCircleCheck size={16} stroke={1.75} />,
      run: () => void block(contact.id, false).catch(errorToast),
    }
  }
  return {
    id: 'block',
    label: say('contact.block'),
    icon: <IconBan size={16} stroke={1.75} />,
    isDangerous: true,
    run: () => setAsked(true),
    dialog: isAsked && (
      <Suspense fallback={null}>
        <BlockDialog contact={contact} onClose={() => setAsked(false)} />
      </Suspense>
    ),
  }
}
