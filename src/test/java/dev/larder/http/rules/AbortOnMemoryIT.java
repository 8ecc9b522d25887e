package dev.larder.http.rules;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.OnMemory.class)
class AbortOnMemoryIT extends AbortRules {}
