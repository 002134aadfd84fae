/** The thread of one picture. It loads what draws, and nothing of rehearsals: that takes twenty times as long as the drawing. */
import { parentPort, workerData } from 'node:worker_threads'
import { pngOf } from '../charts/png.ts'

parentPort?.postMessage({ png: pngOf((workerData as { svg: string }).svg) })
