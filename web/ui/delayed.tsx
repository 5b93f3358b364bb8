import { useEffect, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../lib/words.ts'

/** What is there within this time needs no skeleton. */
const patienceMs = 150

/** Shows what stands for the content only when the content takes longer than a moment; tells screen readers that it loads. */
export function Delayed({ children, label }: { children: ReactNode; label?: string }): ReactElement | null {
  const say = useWords()
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown) return null
  return (
    <div role="status" style={{ height: '100%' }}>
      <span className="beseda-hidden">{label ?? say('c.loading')}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  )
}
