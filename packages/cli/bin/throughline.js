#!/usr/bin/env node
// Kept apart from the compiled code, so that the link to it can be made before anything is built.
import '../dist/main.js';
