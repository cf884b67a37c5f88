export type { CommandErrorShape, DeskClient, DeskSnapshot, DeskTranscript } from './desk-snapshot.js';
