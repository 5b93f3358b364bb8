/** Round steps an axis is divided by, the largest at or above the largest value. At least one step; whole numbers when asked. */
export function ticksOf(largest: number, { most = 4, isWhole = true } = {}): number[] {
  const rough = Math.max(largest, isWhole ? 1 : 0.000_001) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const round = [1, 2, 2.5, 5, 10].map((factor) => factor * power)
  const step = Math.max(round.find((one) => one >= rough) ?? rough, isWhole ? 1 : 0)
  const whole = isWhole ? Math.ceil(step) : step
  const count = Math.max(1, Math.ceil(largest / whole - 0.000_1))
  return Array.from({ length: count + 1 }, (_, index) => index * whole)
}

/** The same for spans of time, in seconds: steps that a clock is divided by. */
export function timeTicksOf(largest: number, most = 4): number[] {
  const rough = Math.max(largest, 1) / most
  const step = clockSteps.find((one) => one >= rough) ?? Math.ceil(rough / 86_400) * 86_400
  const count = Math.max(1, Math.ceil(largest / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

const clockSteps = [
  1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800,
]

/** Which of many labels under an axis are written, so that each has room: every n-th. */
export function every(count: number, width: number, labelPx: number): number {
  return Math.max(1, Math.ceil((count * labelPx) / Math.max(width, 1)))
}
