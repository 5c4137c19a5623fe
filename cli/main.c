/* cli/main.c: the program's front door. */
int main(void) { return 2; }
