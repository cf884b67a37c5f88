import { rateLimiterContract } from '@throughline/test-kit';
import { MemoryRateLimiter } from './memory-rate-limiter.js';

rateLimiterContract(async () => {
  const limiter = new MemoryRateLimiter();
  return [limiter, limiter];
});
