import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'

const patienceMs = 150

/** Shows its children only when one has waited long enough to notice. */
export function Delayed({ children }: { children: ReactNode }): ReactNode {
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  return isShown ? children : null
}
