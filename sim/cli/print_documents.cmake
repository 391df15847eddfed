# cmake -DPROGRAM=replisim -DFOLDER=folder -DSCHEMA=name -P print_documents.cmake
# Writes what is installed beside the program: manual page, completions, schema.
file(MAKE_DIRECTORY ${FOLDER})

function(print_document name)
  execute_process(COMMAND ${PROGRAM} ${ARGN}
    OUTPUT_FILE ${FOLDER}/${name} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

print_document(replisim.bash completions bash)
print_document(_replisim completions zsh)
print_document(replisim.fish completions fish)
print_document(${SCHEMA} schema)
print_document(replisim.1 man)
# Without name and time, so that the same page is the same file.
execute_process(COMMAND gzip --best --no-name --force ${FOLDER}/replisim.1
  COMMAND_ERROR_IS_FATAL ANY)
